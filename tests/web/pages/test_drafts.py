"""What is said in a draft stays what it is: kept, saved as a zip and opened again."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

import validator
from tests.project import SAMPLES, SERVICES
from tests.then import EDITION, STANDARD, THEN
from validator.standard.catalogue import Catalogue
from validator.web.pages import workspaces
from validator.web.pages.draft import MOST_ENTRIES, Applying, add, begun, list_at, put, resize
from validator.web.pages.slots import lay, slots_of
from validator.web.pages.workspaces import IDLE_SECONDS, TooMuch, Workspace, Workspaces
from validator.web.pages.zipped import Opened, opened, packed, unpacked

NOW: Final = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)
CATALOGUE: Final = Catalogue(THEN)
FORM: Final = CATALOGUE.edition(STANDARD, EDITION)
PDF: Final = (SAMPLES / "clinic-new" / "documents" / "form-3.pdf").read_bytes()


def zipped(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return made.getvalue()


def workspace(manifest: dict[str, Any]) -> Workspace:
    made = Workspaces(lambda: NOW).begin(FORM, manifest)
    assert made is not None
    return made


def test_a_draft_begins_with_what_can_be_one_thing_alone() -> None:
    assert begun(FORM, "issue") == {"format": 1, "standard": STANDARD, "service": "issue"}


def test_what_is_sent_is_put_in_and_what_is_no_question_is_not() -> None:
    manifest = begun(FORM, "issue")
    put(
        manifest,
        FORM,
        {
            "subject": ["licence"],
            "applicant.iin": ["930428 400 007"],
            "fee.0.amount": ["43 250"],
            "subtypes": ["", "outpatient.dentistry"],
            "applicant": ["x"],
            "premises.0.address": ["there is no entry yet"],
            "premises.99999999999999.address": ["x"],
            "staff.-1.name": ["x"],
            "documents.0.file": ["/etc/passwd"],
            "signature.file": ["x"],
            "processing.result": ["licence"],
            "service": ["duplicate"],
            "format": ["2"],
            "..": ["x"],
            "": ["x"],
        },
    )
    assert manifest == {
        **begun(FORM, "issue"),
        "subject": "licence",
        "applicant": {"iin": "930428400007"},
        "fee": [{"amount": 43250}],
        "subtypes": ["outpatient.dentistry"],
        "premises": [],
        "staff": [],
    }
    put(manifest, FORM, {"applicant.iin": [" "], "subtypes": [""]})
    assert manifest["applicant"] == {}
    assert "subtypes" not in manifest


def test_entries_of_a_list_within_a_list_are_found_by_their_name() -> None:
    bees = validator.load_edition("beekeeping-permit", edition="2", specs=SERVICES / "specs")
    manifest = begun(bees, "grant")
    for name in ("site.hives", "site.hives.0.boxes", "site.hives.0.boxes"):
        place = list_at(manifest, bees.form.fields, name)
        assert place is not None
        add(*place)
    put(manifest, bees, {"site.hives.0.boxes.1.height_cm": ["31"], "site.metres_to_road": ["900"]})
    assert manifest["site"] == {
        "hives": [{"id": "hives-1", "boxes": [{}, {"height_cm": 31}]}],
        "metres_to_road": 900,
    }
    for name in ("site.parcel", "site.hives.7.boxes", "site.hives.boxes", "nothing", ""):
        assert list_at(manifest, bees.form.fields, name) is None


def test_what_does_not_apply_is_kept_for_a_change_of_mind_and_told_nobody() -> None:
    manifest = {**begun(FORM, "issue"), "applicant": {"type": "individual", "iin": "930428400007"}}
    manifest["fee"] = [{}, {"amount": 5}, {}]
    put(manifest, FORM, {"applicant.type": ["legal_entity"]})
    assert Applying(FORM, manifest).pruned() == {
        **begun(FORM, "issue"),
        "applicant": {"type": "legal_entity"},
        "fee": {"amount": 5},
    }
    put(manifest, FORM, {"applicant.type": ["individual"]})
    assert Applying(FORM, manifest).pruned()["applicant"]["iin"] == "930428400007"


@pytest.mark.parametrize(
    "name", ["clinic-draft", "doctor-draft", "doctor-duplicate-draft", "clinic-reissue-draft"]
)
def test_a_draft_that_is_opened_and_saved_says_the_same(name: str) -> None:
    found = opened(CATALOGUE, unpacked(zipped(SAMPLES / name)), NOW.date())
    assert isinstance(found, Opened)
    was = validator.read_bundle(SAMPLES / name)
    draft = workspace(found.manifest)
    draft.files = found.files
    saved = packed(draft)
    now = validator.read_bundle(io.BytesIO(saved), name="application.zip")
    expected = {key: value for key, value in (was.manifest or {}).items() if key != "signature"}
    # A paper that is named and not there is asked for again.
    expected["documents"] = [e for e in expected["documents"] if e["file"] in was.members]
    assert now.manifest == expected
    assert found.left_out == ()
    assert packed(draft) == saved
    again = opened(CATALOGUE, unpacked(saved), NOW.date())
    assert isinstance(again, Opened)
    assert (again.manifest, again.files) == (found.manifest, found.files)


def made_of(manifest: Any) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("application.json", json.dumps(manifest))
    return made.getvalue()


def test_what_has_no_place_in_the_form_is_left_out_and_told() -> None:
    content = made_of(
        {
            "format": 1,
            "standard": STANDARD,
            "service": "issue",
            "applicant": "somebody",
            "premises": [{"address": "x", "colour": "red"}, "y"],
            "staff": {"name": "z"},
            "fee": [{"amount": 1}, {"amount": 2}],
            "subject": {"a": 1},
            "documents": [{"kind": "diploma", "file": "../../etc/passwd"}],
            "processing": {"result": "licence"},
        }
    )
    found = opened(CATALOGUE, unpacked(content), NOW.date())
    assert isinstance(found, Opened)
    assert found.manifest == {
        **begun(FORM, "issue"),
        "premises": [{"address": "x", "id": "premises-1"}],
        "fee": [{"amount": 1}, {"amount": 2}],
        "documents": [],
    }
    assert set(found.left_out) == {"applicant", "premises", "premises.colour", "staff", "subject"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "archive_broken"),
        (b"PK\3\4 no zip", "archive_broken"),
        (made_of([1]), "manifest_not_a_map"),
        (made_of({"standard": "x", "service": "issue"}), "service_unknown"),
        (made_of({"standard": STANDARD, "service": ["issue"]}), "service_unknown"),
        (made_of({"standard": [], "service": "issue"}), "service_unknown"),
    ],
)
def test_what_is_no_application_is_told(content: bytes, key: str) -> None:
    found = opened(CATALOGUE, unpacked(content), NOW.date())
    assert isinstance(found, tuple)
    assert [each.key for each in found] == [key]


def test_an_application_of_no_edition_in_force_is_told() -> None:
    found = opened(CATALOGUE, unpacked(zipped(SAMPLES / "clinic-draft")), date(1990, 1, 1))
    assert isinstance(found, tuple)


def test_a_paper_is_kept_under_a_name_that_says_what_it_is() -> None:
    manifest = begun(FORM, "issue")
    manifest["staff"] = [{"id": each, "studies_finished": 2000} for each in ("a.b", "a-b")]
    draft = workspace(manifest)
    for number, name, content, kept in (
        (0, "../../etc/passwd", PDF, "diploma-a-b.pdf"),
        (1, "C:\\скан.PDF", PDF + b"\n", "diploma-a-b-2.pdf"),
        (1, "скан.EXE", b"MZ\x90\0", "diploma-a-b.exe"),
        (1, "x.heic", b"\0\0\0\x18ftypheic", "diploma-a-b.heic"),
        (1, "нет окончания", b"\xff\xd8\xff", "diploma-a-b.jpg"),
        (1, "x.pdf\n", b"", "diploma-a-b"),
    ):
        slots = [each for each in slots_of(draft.look, draft.manifest) if each.paper.concerns]
        lay(draft, slots[number], "diploma", content, name)
        assert [*draft.files][-1] == f"documents/{kept}"
    assert len(draft.files) == 2  # each of the others took the place of the one before
    entries = draft.manifest["documents"]
    assert [(each["kind"], each["concerns"]) for each in entries] == [
        ("diploma", "a.b"),
        ("diploma", "a-b"),
    ]


def test_drafts_are_bounded_in_number_size_and_idle_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(workspaces, "MOST", 2)
    known = Workspaces(lambda: NOW, lambda: clock[0])
    one, two = known.begin(FORM, {}), known.begin(FORM, {})
    assert one is not None
    assert two is not None
    assert known.begin(FORM, {}) is None
    clock[0] = IDLE_SECONDS
    assert known.get(one.id) is one
    clock[0] = IDLE_SECONDS + 1
    assert known.get(two.id) is None  # nobody touched it
    assert known.get(one.id) is one
    assert known.has_room(one, workspaces.MOST_BYTES_OF_ONE)
    one.files["a"] = b"x"
    assert not known.has_room(one, workspaces.MOST_BYTES_OF_ONE)
    known.forget(one.id)
    assert known.get(one.id) is None
    assert len(one.id) >= 32


def test_a_draft_holds_no_more_than_an_application_may() -> None:
    draft = workspace(begun(FORM, "issue"))
    draft.change()
    draft.manifest["provider"] = "я" * 600_000
    with pytest.raises(TooMuch):
        draft.change()
    assert draft.manifest == begun(FORM, "issue")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("application.json", "{}")
        archive.writestr("a.pdf", bytes(80 << 20))
    found = opened(CATALOGUE, unpacked(bomb.getvalue()), NOW.date())
    assert isinstance(found, tuple)
    assert {each.key for each in found} == {"archive_too_large"}


BEES: Final = Catalogue(SERVICES / "specs").edition("beekeeping-permit", "1").form.fields
HIVES: Final = [{"id": "a", "boxes": [{"colour": "x"}, {"colour": "y"}]}]


@pytest.mark.parametrize(
    ("name", "count", "left"),
    [
        ("site.hives", "2", [*HIVES, {"id": "hives-1"}]),
        ("site.hives", "0", HIVES),  # a hive is called by its name: only the server removes one
        ("site.hives.0.boxes", "1", [{"id": "a", "boxes": [{}]}]),
        ("site.hives.0.boxes", "2", HIVES),
        ("site.hives.0.boxes", "-1", HIVES),
        ("site.hives.0.boxes", f"{MOST_ENTRIES + 1}", HIVES),
        ("site.hives.1.boxes", "1", HIVES),
        ("site", "1", HIVES),
    ],
)
def test_a_list_is_as_long_as_a_script_made_it(name: str, count: str, left: list[Any]) -> None:
    manifest = {"site": {"hives": json.loads(json.dumps(HIVES))}}
    resize(manifest, BEES, name, count)
    assert manifest["site"]["hives"] == left
