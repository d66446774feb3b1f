"""Whose word for a signer is taken: a folder of certificates, each held to its digest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import validator
from tests.project import SAMPLES, SPECS
from tests.sign_samples import AUTHORITY, CERTIFICATE, TRUST
from tests.then import EARLIER, EDITION, STANDARD, THEN
from validator.errors import CallError, SpecError
from validator.inspect.certificates import read_file
from validator.standard.catalogue import Catalogue

DIGEST: Final = "ef08a7f35b5fa8471c8b265c65f1b0b796f16dc38d50791e4a9ecb8d2ac80d2d"


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    """The certificates of the samples' authority, to spoil."""
    return Path(shutil.copytree(TRUST, tmp_path / "trust"))


def trusted(specs: Path, folder: Path | None = None, edition: str = EDITION) -> tuple[bytes, ...]:
    return Catalogue(specs, folder).edition(STANDARD, edition).setting.trusted


def test_the_specs_bring_those_of_the_national_authority() -> None:
    certificates = trusted(THEN)

    names = [found.subject for each in certificates if (found := read_file(each))]
    assert len(names) == len(certificates) == 4
    assert len(list((SPECS / "trust").glob("*.pem"))) == 4


def test_another_folder_takes_their_place() -> None:
    assert trusted(THEN, TRUST) == (AUTHORITY.certificate,)


def test_specs_without_certificates_trust_nobody(tmp_path: Path) -> None:
    specs = Path(shutil.copytree(THEN, tmp_path / "specs"))
    shutil.rmtree(specs / "trust")

    assert trusted(specs) == ()
    assert trusted(specs, TRUST) == (AUTHORITY.certificate,)


def test_der_and_base64_will_do_as_well(trust: Path) -> None:
    for data in (
        AUTHORITY.certificate,
        b"".join(CERTIFICATE.read_bytes().splitlines()[1:-1]),
        b"\xef\xbb\xbf" + CERTIFICATE.read_bytes(),
    ):
        (trust / CERTIFICATE.name).write_bytes(data)
        assert trusted(THEN, trust) == (AUTHORITY.certificate,)


def _text(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        index = folder / "index.yaml"
        text = index.read_text("utf-8")
        assert old in text
        index.write_text(text.replace(old, new), "utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "file", "key"),
    [
        (lambda f: (f / CERTIFICATE.name).unlink(), "index.yaml", "spec_trust_unreadable"),
        (
            lambda f: (f / CERTIFICATE.name).write_bytes(b"?"),
            "index.yaml",
            "spec_trust_no_certificate",
        ),
        (
            lambda f: (f / CERTIFICATE.name).write_bytes(b"0" * (2 << 20)),
            "index.yaml",
            "spec_trust_no_certificate",
        ),
        (
            lambda f: (f / CERTIFICATE.name).write_bytes(
                CERTIFICATE.read_bytes().replace(b"CERTIFICATE", b"PRIVATE KEY")
            ),
            "index.yaml",
            "spec_trust_no_certificate",
        ),
        (_text(f"sha256: {DIGEST}", f"sha256: {'0' * 64}"), "index.yaml", "spec_trust_other"),
        (
            _text(f"file: {CERTIFICATE.name}", "file: gone.pem"),
            "index.yaml",
            "spec_trust_unreadable",
        ),
        (_text("    standing: one_copy\n", ""), "index.yaml", "spec_missing_key"),
        (_text("certificates:", "certificates: :"), "index.yaml", "source_colon_in_text"),
    ],
)
def test_what_is_wrong_makes_specs_unusable(
    trust: Path, change: Callable[[Path], object], file: str, key: str
) -> None:
    change(trust)

    with pytest.raises(SpecError) as caught:
        trusted(THEN, trust)

    assert [each.message.key for each in caught.value.faults] == [key]
    assert caught.value.faults[0].file == (trust / file).as_posix()


def test_the_digest_that_is_found_is_told(trust: Path) -> None:
    _text(DIGEST, "0" * 64)(trust)

    with pytest.raises(SpecError, match=DIGEST):
        trusted(THEN, trust)


def test_in_the_specs_themselves_as_well(tmp_path: Path) -> None:
    specs = Path(shutil.copytree(THEN, tmp_path / "specs"))
    (specs / "trust" / "kz-nca-gost-2022.pem").unlink()

    with pytest.raises(SpecError, match=r"trust/index\.yaml:.*kz-nca-gost-2022\.pem"):
        trusted(specs)
    assert trusted(specs, TRUST)


def test_a_folder_without_a_list_is_a_wrong_call(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(CallError, match=r"index\.yaml"):
            Catalogue(THEN, folder)


def test_the_digest_of_the_specs_tells_who_was_trusted_where_that_counts() -> None:
    def digests(edition: str) -> set[str]:
        return {
            Catalogue(THEN, trust).edition(STANDARD, edition).regulation.spec_sha256
            for trust in (None, SPECS / "trust", TRUST)
        }

    assert len(digests(EDITION)) == 2
    assert len(digests(EARLIER)) == 1


def test_the_library_takes_a_folder_as_well() -> None:
    sample = SAMPLES / "clinic-new"
    edition = validator.load_edition(STANDARD, date(2026, 1, 12), specs=THEN, trust=str(TRUST))

    report = validator.evaluate(edition, validator.read_bundle(sample))
    checked = validator.check(sample, specs=THEN, trust=TRUST)
    elsewhere = validator.check(sample, specs=THEN)

    def fits(each: validator.Report) -> str:
        return next(
            result.outcome for result in each.results if result.requirement.id == "signature.fits"
        ).value

    assert [fits(each) for each in (report, checked, elsewhere)] == ["passed", "passed", "manual"]
    with pytest.raises(CallError):
        validator.check(sample, specs=THEN, trust=sample)
