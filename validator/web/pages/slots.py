"""A place for each paper that is asked for, and the papers that lie there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from validator.facts.conditions import Condition, Test
from validator.facts.paths import ABSENT, CONCERNS, DOCUMENTS, KIND
from validator.form.fields import Field
from validator.frozen import frozen
from validator.inspect.kinds import HEAD, type_of
from validator.model import Named
from validator.plan.papers import Paper
from validator.web.pages.look import Look, documents_of
from validator.web.pages.typed import value_of
from validator.web.pages.workspaces import Workspace

_KIND, _CONCERNS, _FILE = KIND.dotted, CONCERNS.dotted, "file"
_FOLDER: Final = "documents"
_OWN_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{1,5})\Z")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_-]+")


@frozen
class Slot:
    """A place for one paper.

    Attributes:
        paper: what it is asked by.
        said: what its entry has to say beside, such as the number of its form.
        document: its entry in the manifest, None while there is no paper.
        index: of the entry among all.
        number: which one it is of several that are needed, from 1.
    """

    paper: Paper
    said: Mapping[str, Any]
    document: Mapping[str, Any] | None
    index: int | None
    number: int = 1

    @property
    def inputs(self) -> Mapping[str, Named]:
        """The names of its controls that take a file, each with the kind of document laid there."""
        if len(self.paper.kinds) == 1:
            return {self.name: self.paper.kinds[0]}
        return {f"{self.name}@{each.id}": each for each in self.paper.kinds}

    @property
    def asks(self) -> tuple[str, ...]:
        """What else its entry has to say, which only a person knows."""
        condition = self.paper.rule.parameters.get("with_")
        tests = () if condition is None else chain.from_iterable(condition.alternatives)
        keys = (test.path.parts[0] for test in tests if _of_entry(test))
        return tuple(dict.fromkeys(key for key in keys if key not in self.said))

    @property
    def name(self) -> str:
        """The name of its control."""
        return name_of_slot(self.paper.rule.requirement.id, self.paper.concerns, self.number)


def name_of_slot(requirement: str, concerns: str, number: int = 1) -> str:
    """The name of the control of a paper; no id has the sign before its number."""
    return f"paper:{requirement}:{concerns}" + (f"~{number}" if number > 1 else "")


def slots_of(look: Look, manifest: Mapping[str, Any]) -> list[Slot]:
    """A place for each paper that is asked for; two that ask for one and the same share it."""
    documents = documents_of(manifest)
    made: dict[tuple[tuple[str, ...], str, int], Slot] = {}
    for paper in look.checklist.asked:
        kinds = tuple(str(each.id) for each in paper.kinds)
        there = [
            index
            for index, each in enumerate(documents)
            if each.get(_KIND) in kinds and each.get(_CONCERNS, "") == paper.concerns
        ]
        said = _said_by(paper.rule.parameters.get("with_"))
        for number in range(1, paper.count + 1):
            key = kinds, paper.concerns, number
            if key in made:
                made[key] = replace(made[key], said={**made[key].said, **said})
            else:
                index = there[number - 1] if number <= len(there) else None
                document = None if index is None else documents[index]
                made[key] = Slot(paper, said, document, index, number)
    return list(made.values())


def spare_documents(slots: list[Slot], manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The papers that lie there and that nothing asks for."""
    used = {slot.index for slot in slots}
    return [each for number, each in enumerate(documents_of(manifest)) if number not in used]


def whole_manifest(workspace: Workspace) -> dict[str, Any]:
    """What applies of a manifest, with its papers, each saying what it has to."""
    documents = documents_of(workspace.manifest)
    for slot in slots_of(workspace.look, workspace.manifest):
        if slot.index is not None:
            documents[slot.index] = {**documents[slot.index], **slot.said}
    kept, known = workspace.look.manifest, _names_in(workspace.look.manifest)
    there = [each for each in documents if each.get(_CONCERNS) in (None, *known)]
    return {**kept, DOCUMENTS.dotted: there}


def _names_in(manifest: Mapping[str, Any]) -> set[str]:
    """What papers may concern: maps by their keys, entries of lists by their ids."""
    names = {key for key, value in manifest.items() if isinstance(value, dict)}
    for value in manifest.values():
        if isinstance(value, list):
            names.update(
                str(each["id"]) for each in value if isinstance(each, dict) and "id" in each
            )
    return names


def lay(workspace: Workspace, slot: Slot, kind: str, content: bytes, called: str) -> None:
    """Put a paper in its place, under a name that says what it is; an earlier one is dropped."""
    documents = documents_of(workspace.manifest)
    if slot.document is not None:
        drop(workspace, str(slot.document.get(_FILE)))
        documents = documents_of(workspace.manifest)
    about = f"-{_UNSAFE.sub('-', slot.paper.concerns)}" if slot.paper.concerns else ""
    stem = f"{_FOLDER}/{_UNSAFE.sub('-', kind)}{about}"
    name = _name_for(workspace, stem, _ending_of(content, called))
    entry = {_KIND: kind, _FILE: name}
    if slot.paper.concerns:
        entry[_CONCERNS] = slot.paper.concerns
    workspace.files[name] = content
    workspace.manifest[DOCUMENTS.dotted] = [*documents, entry]
    workspace.change()


def say_beside(workspace: Workspace, slot: Slot, key: str, text: str) -> None:
    """Let the entry of a paper say something else of it."""
    entry = dict(slot.document or {})
    value = value_of(field_of(workspace, key), text)
    entry.pop(key, None)
    if value is not ABSENT:
        entry[key] = value
    documents = documents_of(workspace.manifest)
    if slot.index is not None and documents[slot.index] != entry:
        documents[slot.index] = entry
        workspace.manifest[DOCUMENTS.dotted] = documents
        workspace.change()


def field_of(workspace: Workspace, key: str) -> Field:
    """A field of the entries of papers."""
    return workspace.edition.form.fields[DOCUMENTS.dotted].items[key]


def drop(workspace: Workspace, file: str) -> None:
    """Take a paper away."""
    workspace.files.pop(file, None)
    documents = documents_of(workspace.manifest)
    workspace.manifest[DOCUMENTS.dotted] = [each for each in documents if each.get(_FILE) != file]
    workspace.change()


def drop_all_about(workspace: Workspace, name: str) -> None:
    """Take away the papers about a thing that is no longer there."""
    for each in documents_of(workspace.manifest):
        if each.get(_CONCERNS) == name:
            drop(workspace, str(each.get(_FILE)))


def _said_by(condition: Condition | None) -> dict[str, Any]:
    """What an entry has to say so that a condition holds, where that can be one thing alone."""
    if condition is None or len(condition.alternatives) != 1:
        return {}
    return {
        test.path.parts[0]: test.allowed[0]
        for test in condition.alternatives[0]
        if _of_entry(test) and test.allowed is not None and len(test.allowed) == 1
    }


def _of_entry(test: Test) -> bool:
    """Whether it is a paper's own entry that says it."""
    return len(test.path.parts) == 1 and not test.path.rooted


def _name_for(workspace: Workspace, stem: str, ending: str) -> str:
    taken = {each.casefold() for each in workspace.files}
    for name in _numbered(stem, ending):
        if name.casefold() not in taken:
            return name
    raise AssertionError  # numbers have no end


def _numbered(stem: str, ending: str) -> Iterator[str]:
    yield f"{stem}{ending}"
    number = 1
    while True:
        number += 1
        yield f"{stem}-{number}{ending}"


def _ending_of(content: bytes, called: str) -> str:
    """The ending that goes with what a file is; that of its own name where nobody knows it."""
    found = type_of(content[:HEAD])
    own = _OWN_ENDING.search(called)
    own_ending = own[1].lower() if own else ""
    if found is None or not found.endings or own_ending in found.endings:
        return f".{own_ending}" if own_ending else ""
    return f".{found.endings[0]}"
