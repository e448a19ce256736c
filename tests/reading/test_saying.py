"""What texts and names say of themselves: dates in many forms, names of files, language, stamps of released papers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import RECIT, STORY

from detente.reading import released
from detente.reading.dates import american, iso
from detente.reading.language import detect
from detente.reading.naming import named


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 September 2018", "2018-09-20"), ("September 20, 2018 Thursday", "2018-09-20"), ("Thursday, Sept. 20, 2018", "2018-09-20"),
        ("Thu, 20 Sep 2018 23:30:00 -0400", "2018-09-20"), ("2018-09-20T23:30:00-04:00", "2018-09-20"), ("20180920", "2018-09-20"),
        ("D:20180920101010-04'00'", "2018-09-20"), ("2018/9/3", "2018-09-03"), ("1er mars 2019", "2019-03-01"), ("2018", "2018"),
        ("jeudi 20 septembre 2018 à 10h", "2018-09-20"), ("September 2018", "2018-09"), ("Sep 20,2018", "2018-09-20"),
        ("03/04/2018", None), ("31 February 2018", None), ("2018-13", None), ("soon", None), ("", None), ("20", None),
    ],
)  # fmt: skip
def test_dates(text: str, day: str | None) -> None:
    assert iso(text) == day


FORMS = ["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%A, %d %b %Y", "%Y%m%d", "%a, %d %b %Y 10:00:00 +0000"]


@given(st.dates(date(1000, 1, 1)), st.sampled_from(FORMS))
def test_every_day_in_every_form(day: date, form: str) -> None:
    assert iso(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_has_a_date_or_none(text: str) -> None:
    assert american(text) is None or american(text) != ""
    assert iso(text) is None or iso(text) != ""


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("x/2018-09-20-norland-reopens-embassy.pdf", {"published": "2018-09-20", "title": "norland reopens embassy"}),
        ("20180920.txt", {"published": "2018-09-20"}), ("post_2018_09_20.txt", {"published": "2018-09-20"}),
        ("report 2018-09.txt", {"published": "2018-09"}), ("a-2018-01-01.zip!b.txt", {}), ("20189920.txt", {}), ("scan001.pdf", {}),
        ("12018-09-201.txt", {}),
    ],
)  # fmt: skip
def test_names_of_files(name: str, says: dict[str, str]) -> None:
    assert named(name) == says


def test_languages() -> None:
    assert [detect(t) for t in (*STORY, *RECIT)] == ["en"] * 3 + ["fr"] * 2
    assert detect("Die Botschaft in der Hauptstadt wird am Donnerstag wieder geöffnet.") == "de"
    assert detect("Министр иностранных дел прибыл в столицу.") == "ru"
    assert detect("1984-05-02") is None and detect("Iskia") is None


@pytest.mark.parametrize(
    ("text", "published", "written"),
    [
        ("UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05764300 Date: 11/30/2015\nRELEASE IN PART B1\n"
         "SECRET\nR 021530Z MAY 84\nFM EMBASSY\n", "2015-11-30", "1984-05-02"),
        ("Approved For Release 2005/03/24 : X-84\nTOP SECRET\nNorhaven, May 2, 1984.\n", "2005-03-24", "1984-05-02"),
        ("DECLASSIFIED\nAuthority NND 959011\nBy MW NARA Date 3/4/98\nCONFIDENTIAL\nDATE: May 2, 1984\n", "1998-03-04", "1984-05-02"),
        ("Released under the Access to Information Act on 4 December 2019\nMEMORANDUM\nOttawa, le 2 mai 1984\n",
         "2019-12-04", "1984-05-02"),
        ("MEMORANDUM\nDATE: May 2, 1984\n", None, "1984-05-02"),
        ("Declassified documents released on 12 May 2012 show that the minister knew of the talks and of the offer.\n", None, None),
        ("Released on 12 May 2012 by the ministry, the papers say so.\n", None, None),
        ("Norhaven, 2 May 1984\n\nThe minister left.\n", None, None),
        ("DATE: 45 May 2012\nSECRET\n", None, None),
    ],
)  # fmt: skip
def test_stamps_and_heads_of_released_papers(text: str, published: str | None, written: str | None) -> None:
    assert released.dates(text) == {k: v for k, v in (("published", published), ("written", written)) if v}


def test_codes_of_exemption() -> None:
    for line in ("(b)(1)", "1.4(D) B1", "s.15(1) - I.A.", "s.13(1)(a), s.15(1)", "25X1", "(b)(7)(C)"):
        assert released.withheld(line, False) == f"[withheld: {line}]"
    assert released.withheld("B1", False) is None and released.withheld("B1", True) == "[withheld: B1]"
    for line in ("The s.15(1) talks", "1984", "B12", "", "s"):
        assert released.withheld(line, True) is None
