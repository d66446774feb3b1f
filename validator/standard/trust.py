"""The authorities whose word for a signer is taken: a list, and beside it their certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from validator.errors import Fault
from validator.inspect.armour import CERTIFICATE, Oversized, unwrap
from validator.model import declare
from validator.standard.read_specs import Read, read_file
from validator.standard.spec_file import TrustFile

SPEC_TRUST_UNREADABLE = declare("spec_trust_unreadable", file=str)
SPEC_TRUST_NO_CERTIFICATE = declare("spec_trust_no_certificate", file=str)
SPEC_TRUST_OTHER = declare("spec_trust_other", file=str, found=str)

TRUST: Final = "trust"
"""The folder in one of specs."""
INDEX: Final = "index.yaml"


@dataclass(frozen=True)  # without slots, for what is read of it once
class Trust:
    """A folder of certificates that are trusted.

    Attributes:
        folder: where the certificates lie.
        index: the list of them.
    """

    folder: Path
    index: Read

    @property
    def faults(self) -> Sequence[Fault]:
        """What is wrong with the certificates; the list's own faults are its own."""
        return self._held[1]

    @property
    def certificates(self) -> tuple[bytes, ...]:
        """Those that are as the list has them, in DER."""
        return self._held[0]

    @cached_property
    def _held(self) -> tuple[tuple[bytes, ...], tuple[Fault, ...]]:
        file: TrustFile | None = self.index.sound
        if file is None:
            return (), ()
        held: list[bytes] = []
        faults: list[Fault] = []
        for index, entry in enumerate(file.value["certificates"]):
            place, name = f"/certificates/{index}", entry["file"]
            read = read_file(self.folder, Path(name), "trust")
            if read.data is None:
                faults.append(file.fault(f"{place}/file", SPEC_TRUST_UNREADABLE, file=name))
            elif (der := _der(read.data)) is None:
                faults.append(file.fault(f"{place}/file", SPEC_TRUST_NO_CERTIFICATE, file=name))
            elif (found := sha256(der).hexdigest()) != entry["sha256"].lower():
                where = f"{place}/sha256"
                faults.append(file.fault(where, SPEC_TRUST_OTHER, file=name, found=found))
            else:
                held.append(der)
        return tuple(held), tuple(faults)


def _der(data: bytes) -> bytes | None:
    try:
        return unwrap(data, CERTIFICATE)
    except Oversized:
        return None
