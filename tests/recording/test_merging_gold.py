"""The labelled reports: enough of them, and merged and linked as well as the documentation says."""

from merging_gold import counts, links, pairs, rates, reports


def test_there_are_enough_labelled_pairs() -> None:
    some = reports()
    labelled = list(pairs(some))
    assert len(labelled) >= 300
    assert sum(same for *_, same in labelled) >= 100
    assert {kind for *_, kind in links(some)} >= {
        "carried out",
        "accepted",
        "refused",
        "withdrawn",
        "contradicted",
        "denied",
    }


def test_events_and_links_agree_with_the_labels() -> None:
    found = rates(counts(reports()))
    assert found["one event"]["precision"] >= 0.9
    assert found["one event"]["recall"] >= 0.95
    assert found["links"]["f1"] >= 0.9


def test_the_order_of_arrival_does_not_matter() -> None:
    some = reports()
    assert counts(some[::-1]) == counts(some[::3] + some[1::3] + some[2::3]) == counts(some)
