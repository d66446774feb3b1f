"""Signs the samples: `python -m tests.sign_samples`, after a change of a manifest among them.

Each gets the detached signature of its applicant over its manifest as it lies, by the signer of the
tests, under an authority of the tests whose certificate is in `samples/trust/`. The keys stand
here for everybody to read, and so does the number that has to be drawn anew for every signature:
what they sign is worth nothing. So equal manifests give equal bytes.
"""

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from tests.bundle.made import Part, made
from tests.inspect.signing import (
    FIRST_HEAD,
    INDIVIDUAL,
    LEGAL_ENTITY,
    SIGNING,
    Holder,
    authority,
    gost_key,
    key_usage,
    name,
    person,
    purposes,
    sign,
)
from tests.project import SAMPLES
from validator.bundle import MANIFESTS, find_bundles
from validator.source import read

TRUST: Final = SAMPLES / "trust"
CERTIFICATE: Final = TRUST / "authority-of-the-samples.pem"

AUTHORITY: Final = Holder(
    gost_key(64, 0x5A3B1C),
    name("AUTHORITY OF THE SAMPLES"),
    serial=1,
    extensions=(authority(0), key_usage(0x06)),
    first=datetime(2025, 1, 1, tzinfo=UTC),
    last=datetime(2034, 12, 31, 23, 59, 59, tzinfo=UTC),
)


def signer(applicant: Mapping[str, Any]) -> Holder:
    """An applicant with a key: a person, or the first head of a legal entity."""
    bin_number = applicant.get("bin")
    kinds = (INDIVIDUAL,) if bin_number is None else (LEGAL_ENTITY, FIRST_HEAD)
    return Holder(
        gost_key(64, 0x7E57ED),
        person(bin_number=bin_number) if bin_number else person(applicant["iin"]),
        extensions=(key_usage(0xC8), purposes(SIGNING, *kinds)),
        first=datetime(2025, 11, 1, tzinfo=UTC),
        last=datetime(2026, 10, 31, tzinfo=UTC),
        issuer=AUTHORITY,
    )


def signature(manifest: bytes, file: str) -> tuple[str, bytes] | None:
    """The name and the bytes of the signature that a manifest names; None where it names none."""
    value: Any = read(manifest, file)
    if "signature" not in value:
        return None
    return value["signature"]["file"], sign(manifest, signer(_applicant(value)))


def _applicant(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whoever applies, whatever a service calls that: the first who has a number."""
    maps = (each for each in manifest.values() if isinstance(each, Mapping))
    return next(each for each in maps if {"iin", "bin"} & each.keys())


def signed_anew(folder: Path) -> None:
    """Write the signature of a folder, whose manifest may have changed."""
    file = next(folder / each for each in MANIFESTS if (folder / each).is_file())
    made_for = signature(file.read_bytes(), file.name)
    if made_for is not None:
        (folder / made_for[0]).write_bytes(made_for[1])


def write() -> None:
    """Write every signature, and the certificate of whoever issued the signers'."""
    body = encodebytes(AUTHORITY.certificate).decode()
    lines = "-----BEGIN CERTIFICATE-----", body.strip(), "-----END CERTIFICATE-----", ""
    CERTIFICATE.write_text("\n".join(lines), encoding="ascii")
    for found in map(Path, find_bundles(SAMPLES).bundles):
        if found.suffix == ".zip":
            _sign_zip(found)
        else:
            signed_anew(found)


def _sign_zip(file: Path) -> None:
    """The archive again with another signature in it; its names stay in the code page they have."""
    with ZipFile(file) as archive:
        held = {each.orig_filename: archive.read(each) for each in archive.infolist()}
    manifest = next(each for each in held if Path(each).name in MANIFESTS)
    made_for = signature(held[manifest], manifest)
    if made_for is not None:
        held[str(Path(manifest).with_name(made_for[0]))] = made_for[1]
    parts = [
        Part(each.encode("cp437"), data, attributes=0o100644 << 16) for each, data in held.items()
    ]
    file.write_bytes(made(parts))


if __name__ == "__main__":
    write()
