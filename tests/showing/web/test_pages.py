"""The pages in a real browser, as a person goes through them: Debian's `chromium`, driven by playwright."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")
DYAD = "/dyad/CAN/PRK?in=2018"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    driver = pytest.importorskip("playwright.sync_api", reason="the driver is missing: pip install playwright")
    with driver.sync_playwright() as p:
        # As root, as in CI, Chromium runs only without its sandbox; it sees nothing here but our own pages.
        found = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a person who came with the token; no fault in it, no request to anywhere else, and no script that is not ours."""
    context = browser.new_context(base_url=site.address, locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda e: faults.append(str(e)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" and "status of 4" not in m.text else None)
    page.on(
        "request", lambda r: None if r.url.startswith((site.address, "blob:")) else faults.append(f"request to {r.url}")
    )
    page.goto(f"/?token={site.token}")
    yield page
    assert "hacked" not in page.title()
    context.close()
    assert faults == []


def ready(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def until(page: Page, condition: str) -> None:
    """Wait for a condition; playwright's own way needs `eval`, which the pages forbid."""
    for _ in range(400):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def test_from_the_front_page_to_a_verdict(page: Page) -> None:
    page.fill("[name=a]", "Canada")
    page.fill("[name=b]", "North Korea")
    page.click("text=Look")
    assert page.url.endswith("/dyad/CAN/PRK")
    assert "Canada and North Korea" in page.inner_text("h1")
    page.fill("#in", "2018")
    page.wait_for_url("**in=2018*")
    page.wait_for_selector(".verdict.closer")
    assert "moved closer in 2018" in page.inner_text(".verdict")


def test_the_pairs_can_be_searched(page: Page) -> None:
    page.fill("#search", "korea canada")
    page.wait_for_url("**search=korea*")
    assert page.locator("tbody tr").count() == 1
    page.fill("#search", "nowhere")
    page.wait_for_url("**search=nowhere*")
    assert page.locator("tbody tr").count() == 0


def test_the_world_shows_movers_maps_and_years(page: Page) -> None:
    page.goto("/?in=2018&to=CAN")
    page.wait_for_selector(".planisphere .self")
    assert page.locator(".planisphere a.land").count() == 1
    assert page.locator(".frame:not([hidden])").count() == 1
    slider = page.locator("[data-frame]")
    slider.focus()
    page.keyboard.press("Home")
    assert page.locator(".slide output").last.inner_text() == "2017"
    page.click(".planisphere a.land")
    page.wait_for_url("**/dyad/CAN/PRK")


def test_every_mark_opens_its_sentence(page: Page) -> None:
    page.goto(DYAD)
    mark = page.locator(".closeness a.event.unsure")
    assert "embassy" not in mark.get_attribute(
        "aria-label"
    )  # the mark says what it is; the sentence says it in its words
    mark.click()
    page.wait_for_url("**/document?id=papers*")
    assert page.locator(".k-target").all_inner_texts()
    assert "".join(page.locator(".k-target").all_inner_texts()).startswith("Canada offered North Korea an embassy")


def test_the_clock_turned_back(page: Page) -> None:
    page.goto(DYAD)
    ready(page)
    assert page.locator("#timeline .act").count() == 8
    page.focus("#known")
    page.keyboard.press("Home")
    page.wait_for_url("**known_by=*")
    assert "With what was known by" in page.inner_text(".lede")
    assert page.locator("#timeline .act").count() == 4
    assert page.evaluate("document.activeElement.id") == "known"
    page.keyboard.press("End")
    until(page, "!location.search.includes('known_by')")
    assert page.locator("#timeline .act").count() == 8
    page.go_back()
    until(page, "document.querySelectorAll('#timeline .act').length === 4")


def test_filters_and_search_of_the_timeline(page: Page) -> None:
    page.goto(DYAD)
    page.select_option("#factuality", "offered")
    page.wait_for_url("**factuality=offered*")
    assert page.locator("#timeline .act").count() == 1
    assert page.locator("#timeline .tag.channel-secret").count() == 1
    page.select_option("#factuality", "")
    until(page, "!location.search.includes('factuality')")
    page.fill("#search", "long debate 5")
    page.wait_for_url("**search=long*")
    assert page.locator("#timeline .act").count() == 1
    assert page.evaluate("document.activeElement.id") == "search"


def test_gaps_and_open_offers_stand_beside(page: Page) -> None:
    page.goto(DYAD)
    assert "The terms are not specified" in page.inner_text("section[aria-labelledby=gaps]")
    assert "offered" in page.inner_text("section[aria-labelledby=open]")


def test_judging_by_keyboard_and_taking_it_back(page: Page) -> None:
    page.goto(DYAD)
    before = page.inner_text(".lede")
    page.locator("#timeline .act").first.focus()
    page.keyboard.press("r")
    page.wait_for_selector("#toast button")
    assert page.locator("#timeline .act").count() == 7
    page.keyboard.press("u")
    until(page, "document.querySelectorAll('#timeline .act').length === 8")
    assert page.inner_text(".lede") == before
    page.locator("#timeline .act").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_selector("#timeline .tag.ruled")
    assert page.inner_text("#timeline .tag.ruled") == "confirmed"


def test_correcting_in_place(page: Page) -> None:
    page.goto(DYAD)
    act = page.locator("#timeline .act").first
    id = act.get_attribute("id")
    act.focus()
    page.keyboard.press("e")
    act.locator("[name=factuality]").select_option("denied")
    act.locator("text=Save").click()
    page.wait_for_selector("#timeline .tag.fact-denied")
    assert page.locator("#timeline .tag.ruled").inner_text() == "corrected"
    page.click("#toast button")
    until(page, "!document.querySelector('#timeline .tag.ruled')")
    assert page.locator(f"#{id}").count() == 1


def test_merging_what_was_chosen(page: Page) -> None:
    page.goto(DYAD)
    page.locator("#timeline .act").nth(1).focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("m")
    until(page, "document.querySelectorAll('#timeline .act').length === 7")


def test_the_queue_shortens_as_one_judges(page: Page) -> None:
    page.goto("/queue/CAN/PRK?in=2018")
    first = page.locator(".act").first.get_attribute("id")
    page.locator(".act").first.focus()
    page.keyboard.press("c")
    until(page, "document.querySelectorAll('.act').length === 7")
    assert page.locator(f"#{first}").count() == 0
    assert page.evaluate("document.activeElement.classList.contains('act')")


def test_a_document_shows_what_it_says_and_disclosed(page: Page) -> None:
    page.goto("/document?id=papers")
    for kind in ("act", "condition", "gap", "source", "fact"):
        assert page.locator(f".text .k-{kind}").count() >= 1, kind
    assert "1 events could not be read of before" in page.inner_text("aside")
    page.locator("aside .act").first.focus()
    assert "offered" in page.locator(".lit").all_inner_texts()
    page.uncheck("[data-kind=gap]")
    assert page.evaluate("document.querySelector('#text').className") == "hide-gap"
    page.click("text=Why?")
    page.wait_for_selector("dialog[open] tbody tr", timeout=60_000)
    assert "offered" in page.inner_text("dialog tbody")


def test_hostile_documents_are_words(page: Page) -> None:
    for path in ("/", "/documents", DYAD, "/document?id=..%2F%3Ci%3Eevil%3C%2Fi%3E", "/queue/CAN/PRK?in=2018"):
        page.goto(path)
        ready(page)
        assert page.locator("main script, main img, main i:not(.legend i), main u").count() == 0, path
        assert "hacked" not in page.evaluate("document.title.replace(/<script>.*/, '')"), path
    page.goto("/document?id=..%2F%3Ci%3Eevil%3C%2Fi%3E")
    assert page.inner_text("h1").startswith("<script>document.title=")
    assert page.locator("a[href^='javascript']").count() == 0
    page.evaluate("document.title = 'fine'")


def test_adding_in_place(page: Page) -> None:
    page.goto("/add")
    page.fill("[data-add=documents] [name=title]", "A pasted story")
    page.fill(
        "[data-add=documents] [name=text]", "Canada's foreign minister visited North Korea on 3 May 2019 for talks."
    )
    page.fill("[data-add=documents] [name=published]", "2019-05-04")
    page.click("[data-add=documents] button")
    page.wait_for_selector("#joblist a", timeout=120_000)
    page.set_input_files("[data-files] input", {"name": "empty.txt", "mimeType": "text/plain", "buffer": b" "})
    page.wait_for_selector("#joblist .problem")
    page.fill("[name=url]", "http://127.0.0.1:1/private")
    page.click("[data-add=addresses] button")
    until(page, "document.querySelectorAll('#joblist .problem').length === 2")
    page.click("#joblist a")
    page.wait_for_url("**/document?id=*")
    assert page.inner_text("h1") == "A pasted story"


def test_without_the_token_one_reads_only(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=site.address)
    page.goto(DYAD)
    assert page.locator(".judging").count() == 0
    page.locator("#timeline .act").first.focus()
    page.keyboard.press("r")
    page.wait_for_selector("#toast span")
    assert "Reading only" in page.inner_text("#toast")
    page.reload()
    assert page.locator("#timeline .act").count() == 8
    page.close()


def test_it_works_without_scripts(browser: Browser, site: Site) -> None:
    page = browser.new_context(base_url=site.address, java_script_enabled=False).new_page()
    page.goto(DYAD)
    page.fill("#search", "praised")
    page.press("#search", "Enter")
    assert page.locator("#timeline .act").count() == 1
    page.context.close()


def test_in_french(page: Page) -> None:
    page.goto(DYAD)
    page.click("text=Français")
    assert page.url.endswith(DYAD)
    assert page.inner_text("h1") == "Le Canada et la Corée du Nord en 2018"
    for path in ("/", "/documents", "/document?id=papers", "/queue/CAN/PRK", "/add", "/api", "/nothing"):
        page.goto(path)
        assert page.get_attribute("html", "lang") == "fr"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_nothing_serious_stands_in_the_way_of_anybody(browser: Browser, site: Site, scheme: str, width: int) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is missing: pip install axe-playwright-python"
    )
    context = browser.new_context(
        base_url=site.address, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"/?token={site.token}")
    for path in ("/", DYAD, "/queue/CAN/PRK?in=2018", "/document?id=papers", "/documents", "/add", "/api", "/nothing"):
        page.goto(path)
        ready(page)
        found = axe.Axe().run(page).response["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found if v["impact"] in ("serious", "critical")]
        assert told == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than the screen"
    context.close()


def test_words_are_the_same_in_both_languages() -> None:
    from detente.showing.words import words

    en, fr = words("en").table, words("fr").table
    # English has its modes and most missions in the field's own words already.
    assert not {k for k in en if k not in fr} and {k.split(".")[0] for k in fr if k not in en} <= {
        "mode",
        "presence",
        "first day",
    }
    for key in en.keys() & fr.keys():
        assert sorted(re.findall(r"{\w+}", en[key])) == sorted(re.findall(r"{\w+}", fr[key])), key
