"""Documents that have to be there, and claims that some item of a list has to cover."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import pytest

from tests.facts.made import facts_of, first_item, lacking, path_to, violations_of
from validator.checks import KINDS
from validator.errors import MissingFact
from validator.facts.conditions import Condition, Test
from validator.facts.facts import Facts
from validator.facts.paths import Path
from validator.model import Member, Named, Violation

# Documents

_WANTED = {"document": (Named("diploma", {}),)}


def _documents(*entries: Any, malformed: Iterable[str] = ()) -> Facts:
    people = [{"id": "s1"}, {"id": "s2"}]
    made = [{"file": "a.pdf", **each} if isinstance(each, dict) else each for each in entries]
    manifest = {"staff": people, "applicant": {}, "documents": made}
    return facts_of(manifest, malformed, members={"a.pdf": Member("a.pdf", 1)})


def test_a_document_of_the_kind_is_enough() -> None:
    assert (
        violations_of("document", _documents({"kind": "lease"}, {"kind": "diploma"}), **_WANTED)
        == []
    )


def test_without_one_it_is_missing() -> None:
    for facts in (_documents(), _documents({"kind": "lease"})):
        assert violations_of("document", facts, **_WANTED) == [("/documents", "document_missing")]


def test_an_item_needs_a_document_of_its_own() -> None:
    facts = _documents(*({"kind": "diploma", "concerns": each} for each in ("s2", "applicant")))
    first, second = facts.items(path_to("staff"))

    assert violations_of("document", second, **_WANTED) == []
    assert violations_of("document", first, **_WANTED) == [("/staff/0", "document_missing_for")]


def test_a_map_is_called_by_its_own_name() -> None:
    facts = _documents({"kind": "diploma", "concerns": "applicant"})

    assert violations_of("document", first_item(facts, "applicant"), **_WANTED) == []


def test_a_document_of_the_kind_that_does_not_fit_is_told_apart() -> None:
    with_ = Condition(((Test(path_to("form"), allowed=(2,)),),))
    misfit, fit = {"kind": "diploma", "form": 3}, {"kind": "diploma", "form": 2}

    assert violations_of("document", _documents(misfit, fit), **_WANTED, with_=with_) == []
    assert violations_of("document", _documents(misfit), **_WANTED, with_=with_) == [
        ("/documents/0", "document_misfit")
    ]


@pytest.mark.parametrize(
    ("entry", "spoilt"),
    [
        ("rubbish", "/documents/1"),
        ({"kind": "diplom"}, "/documents/1/kind"),
        ({}, "/documents/1/kind"),
        ({"kind": "diploma", "form": "2"}, "/documents/1/form"),
    ],
)
def test_a_spoilt_entry_may_be_the_document(entry: Any, spoilt: str) -> None:
    with_ = Condition(((Test(path_to("form"), allowed=(2,)),),))
    malformed = [spoilt] if entry != {} else []

    facts = _documents({"kind": "lease"}, entry, malformed=malformed)
    assert lacking("document", facts, **_WANTED, with_=with_) == spoilt

    found = {"kind": "diploma", "form": 2}
    facts = _documents(found, entry, malformed=malformed)
    assert violations_of("document", facts, **_WANTED, with_=with_) == []
    facts = _documents({"kind": "lease"}, entry, found, malformed=malformed)
    assert violations_of("document", facts, **_WANTED, with_=with_) == []


def test_an_entry_that_says_too_little_may_be_the_document() -> None:
    with_ = Condition(((Test(path_to("form"), allowed=(2,)),),))
    facts = _documents({"kind": "diploma"})

    assert lacking("document", facts, **_WANTED, with_=with_) == "/documents/0/form"
    assert lacking("document", first_item(facts, "staff"), **_WANTED) == ("/documents/0/concerns")


def test_whom_a_document_concerns_matters_only_if_the_kind_does() -> None:
    spoilt = {"kind": "diploma", "concerns": 5}
    facts = _documents(spoilt, malformed=["/documents/0/concerns"])
    assert lacking("document", first_item(facts, "staff"), **_WANTED).endswith("concerns")

    facts = _documents({**spoilt, "kind": "lease"}, malformed=["/documents/0/concerns"])
    assert violations_of("document", first_item(facts, "staff"), **_WANTED) == [
        ("/staff/0", "document_missing_for")
    ]


def test_twice_the_people_and_documents_are_twice_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = 0
    get = Facts.get

    def counting(facts: Facts, path: Path) -> Any:
        nonlocal looked_up
        looked_up += 1
        return get(facts, path)

    monkeypatch.setattr(Facts, "get", counting)

    def work(size: int) -> int:
        nonlocal looked_up
        looked_up = 0
        names = [f"s{number}" for number in range(size)]
        paper = {"kind": "diploma", "file": "a.pdf"}
        entries = [{**paper, "concerns": name} for name in reversed(names)]
        staff = [{"id": name} for name in names]
        members = {"a.pdf": Member("a.pdf", 1)}
        facts = facts_of({"staff": staff, "documents": entries}, members=members)
        for person in facts.items(path_to("staff")):
            assert violations_of("document", person, **_WANTED) == []
        return looked_up

    assert work(80) < 2.5 * work(40)


def test_an_item_without_a_name_cannot_be_concerned() -> None:
    facts = facts_of({"staff": [{"id": 5}], "documents": []}, ["/staff/0/id"])

    assert lacking("document", first_item(facts, "staff"), **_WANTED) == "/staff/0/id"


def test_a_list_that_is_none_may_hold_any_document() -> None:
    facts = facts_of({"documents": "all of them"}, ["/documents"])

    assert lacking("document", facts, **_WANTED) == "/documents"


def test_without_the_list_every_document_is_missing() -> None:
    facts = facts_of({}, missing=["/documents"])

    assert violations_of("document", facts, **_WANTED) == [("/documents", "document_missing")]


# Lists that cover lists


def _covered(facts: Facts) -> list[tuple[str, str]]:
    return violations_of("covered", facts, claims=path_to("claims"), by=path_to("by"), with_="of")


def test_each_claim_stands_in_some_item() -> None:
    by = [{"of": ["a", "b"]}, {"of": ["c"]}]

    assert _covered(facts_of({"claims": ["a", "c", "a"], "by": by})) == []
    assert _covered(facts_of({"claims": [], "by": []})) == []
    assert _covered(facts_of({"claims": ["a", "d", "e"], "by": by})) == [
        *[("/claims/1", "claim_uncovered"), ("/claims/2", "claim_uncovered")]
    ]


@pytest.mark.parametrize(
    ("by", "malformed"),
    [
        *[(["rubbish"], "/by/0"), ([{"of": "a"}], "/by/0/of"), ([{"of": ["x"]}], "/by/0/of/0")],
        *[([{}], None), ([{"of": ["b", 5]}], "/by/0/of/1")],
    ],
)
def test_a_claim_that_a_spoilt_item_may_cover_is_left_open(by: Any, malformed: str | None) -> None:
    spoilt = [malformed] if malformed else []
    asked = {"claims": path_to("claims"), "by": path_to("by"), "with_": "of"}

    facts = facts_of({"claims": ["a"], "by": [*by, {"of": ["c"]}]}, spoilt)
    assert lacking("covered", facts, **asked) == (malformed or "/by/0/of")

    # Even if the other claims are covered something is open.
    facts = facts_of({"claims": ["b"], "by": [*by, {"of": ["b"]}]}, spoilt)
    assert lacking("covered", facts, **asked) == (malformed or "/by/0/of")


def test_the_first_spoilt_entry_is_the_reason() -> None:
    by = [{"of": ["a", "b", "c"]}, {"of": ["d"]}]
    spoilt = ["/by/0/of/1", "/by/0/of/2", "/by/1/of/0"]
    facts = facts_of({"claims": [], "by": by}, malformed=spoilt)

    asked = {"claims": path_to("claims"), "by": path_to("by"), "with_": "of"}
    assert lacking("covered", facts, **asked) == "/by/0/of/1"


def test_a_spoilt_claim_is_left_open_beside_one_that_is_not_covered() -> None:
    facts = facts_of({"claims": ["x", "a"], "by": [{"of": ["b"]}]}, ["/claims/0"])
    found = KINDS["covered"].run(facts, claims=path_to("claims"), by=path_to("by"), with_="of")

    (first,) = islice(found, 1)
    assert isinstance(first, Violation)
    assert first.pointer == "/claims/1"
    with pytest.raises(MissingFact):
        next(found)


@pytest.mark.parametrize("absent", ["claims", "by"])
def test_without_either_list_nothing_is_said(absent: str) -> None:
    manifest = {"claims": ["a"], "by": [{"of": ["a"]}]}
    del manifest[absent]

    with pytest.raises(MissingFact) as caught:
        _covered(facts_of(manifest))
    assert caught.value.pointer == f"/{absent}"
