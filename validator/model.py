"""The nouns: what is read, what is decided, what is reported.

Everything here is frozen data without behaviour that touches files, the clock, the terminal or a
language. A text that a person reads is either a `Text` out of the specs (one wording a language)
or a `Message` (a key with arguments) that `validator.words.messages` turns into words at rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from validator.frozen import frozen
from validator.opened import Paper
from validator.places import Layout
from validator.signed import Verification

LANGUAGES: Final = ("kk", "ru", "en")
CYRILLIC: Final = ("kk", "ru")
"""The languages that are written in Cyrillic letters."""

Text = Mapping[str, str]
"""One wording a language: `{"kk": …, "ru": …, "en": …}`."""


@frozen
class Named:
    """Something with an id for machines and a name for people: a field, a code, a parameter."""

    id: str | int
    name: Text = field(hash=False)


DAY_OF_CHECK: Final = Named("$as_of", {})
"""The day that counts for a draft, which stands in no field; messages have a word for it."""

Arg = str | int | bool | Decimal | date | datetime | tuple[str, ...] | tuple[Named, ...] | Named
"""An argument of a message. Dates, sums and names are put into a language's form at rendering."""

Args = Mapping[str, Arg]


class Outcome(StrEnum):
    """What became of one requirement for one bundle."""

    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "inapplicable"
    UNDETERMINED = "undetermined"
    MANUAL = "manual"


class Verdict(StrEnum):
    """What became of a whole bundle, or of one side's duties in it."""

    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    UNDETERMINED = "undetermined"
    UNREADABLE = "unreadable"
    PENDING = "pending"
    """Of a side alone: none of its duties is due yet."""


OF_WHOLE: Final = tuple(each for each in Verdict if each is not Verdict.PENDING)
"""The verdicts that a whole bundle can have."""


class Severity(StrEnum):
    """How much a failed requirement weighs; only `error` decides a verdict."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Standing(StrEnum):
    """How far what the specs say can be trusted."""

    LAW = "law"
    PRESS = "press"
    SECONDARY = "secondary"
    READING = "reading"


class Duty(StrEnum):
    """Who must."""

    APPLICANT = "applicant"
    PROVIDER = "provider"


@frozen
class Message:
    """A catalogue key and its arguments; `validator.words.messages` gives it words."""

    key: str
    args: Args = field(default_factory=dict)


@frozen
class Declared:
    """A message as a module declares it: its key, and the types of its arguments.

    A type that takes in None is that of an argument that may be left out.
    """

    key: str
    types: Mapping[str, Any] = field(hash=False)
    needed: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        needed = (name for name, sort in self.types.items() if not isinstance(None, sort))
        object.__setattr__(self, "needed", frozenset(needed))

    def __call__(self, /, **args: Arg) -> Message:
        """The message with its arguments; their types are held by the tests alone.

        Raises:
            TypeError: an argument is missing, or has a name that was not declared.
        """
        if not self.needed <= args.keys() <= self.types.keys():
            raise TypeError(f"{self.key} takes {sorted(self.types)}, not {sorted(args)}")
        return Message(self.key, args)


DECLARED: Final[dict[str, Declared]] = {}
"""Every message of the modules that are imported, by its key."""


def declare(key: str, /, **types: Any) -> Declared:
    """Declare a message beside its use: a key of the catalogues, and a type for each argument.

    Raises:
        ValueError: the key is taken.
    """
    if key in DECLARED:
        raise ValueError(f"the message {key} is declared twice")
    DECLARED[key] = Declared(key, types)
    return DECLARED[key]


@frozen
class Location:
    """Where something stands: a file of the bundle, and the place in it where one is known."""

    file: str
    pointer: str | None = None
    line: int | None = None
    column: int | None = None


@frozen
class Problem:
    """What is wrong with a bundle as a whole, outside the requirements of any edition."""

    message: Message
    location: Location
    severity: Severity = Severity.ERROR


@frozen
class Skipped:
    """What looks like an application and is none that can be checked.

    Attributes:
        path: as given or found, `/` between its parts.
        message: why, and what to do about it.
    """

    path: str
    message: Message


class Member(NamedTuple):
    """One file of a bundle, as far as a decision needs it.

    Attributes:
        name: path below the bundle's root, `/` between its parts, Unicode NFC.
        size: length in bytes; 0 where it could not be read.
        regular: false for a link, a pipe, a device: such a member is never opened.
        head: its first 1,024 bytes; empty where it was not read.
        sha256: hexadecimal digest of its whole content; None where nobody needs it, or it was not
            read.
        trouble: why it could not be read although the manifest names it, else None.
        paper: what came of opening it; None where nobody tried.
        content: the whole of it, where it begins as a signature does and is short; else None.
        verification: what came of verifying it as a signature, where that is told; it is found out
            from its content where it is None.
        named: whether some text of the application is its name.
    """

    name: str
    size: int
    regular: bool = True
    head: bytes = b""
    sha256: str | None = None
    trouble: Message | None = None
    paper: Paper | None = None
    content: bytes | None = None
    verification: Verification | None = None
    named: bool = True


@frozen
class Bundle:
    """An application as submitted: its manifest as JSON data and the files beside it.

    Attributes:
        name: the path as given or found, `/` between its parts.
        manifest: the manifest's value, None where it could not be read.
        manifest_file: its name in the bundle, None where there is none.
        manifest_bytes: its bytes, for the positions of findings and the digest.
        members: every other file by name.
        problems: what is wrong with the bundle as a whole, severity error first.
        record: the value of the provider's record beside the manifest, None where there is none or
            it could not be read.
        record_file: its name in the bundle, None where there is none.
        record_bytes: its bytes, empty where they were not read.
        record_trouble: why it could not be read; the provider answers for that.
        layouts: where the values of its texts stand, by the text's name, where that is known.
    """

    name: str
    manifest: Mapping[str, Any] | None = None
    manifest_file: str | None = None
    manifest_bytes: bytes = b""
    members: Mapping[str, Member] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    record: Mapping[str, Any] | None = None
    record_file: str | None = None
    record_bytes: bytes = field(default=b"", repr=False)
    record_trouble: Problem | None = None
    layouts: Mapping[str, Layout] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        """One line without anything personal but what the name says."""
        files = f"{self.manifest_file} and {len(self.members)} files"
        read = "unreadable" if self.manifest is None else files
        return f"<Bundle {self.name!r}: {read}, {len(self.problems)} problems>"


@frozen
class Violation:
    """What a check yields: where in the manifest, and what is wrong; the engine adds the rest.

    Attributes:
        location: where it stands, if that is no value of the application.
        key: pointer of the key that it is about, if that is not the value at `pointer`.
    """

    pointer: str
    message: Message
    location: Location | None = None
    key: str | None = None


@frozen
class Basis:
    """What a check yields beside violations: on what it rests where it is met."""

    message: Message


class GroundState(StrEnum):
    """Whether a ground for refusal is there."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    UNDECIDED = "undecided"
