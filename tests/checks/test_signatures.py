"""The signature over an application: whose it is, when, over what, and what is not known of it."""

from __future__ import annotations

import sys
from base64 import b64encode, encodebytes
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest

from tests.facts.made import SETTING, facts_of, path_to
from tests.inspect.signing import (
    BIN,
    FIRST_HEAD,
    IIN,
    INDIVIDUAL,
    LEGAL_ENTITY,
    LOGGING_IN,
    SIGNING,
    Holder,
    Key,
    Signed,
    cms,
    ec_key,
    gost_key,
    key_usage,
    name,
    person,
    purposes,
    root,
    rsa_key,
    sign,
    signer,
)
from validator.checks import KINDS
from validator.checks.signatures import SIGNATURE_FITS
from validator.errors import MissingFact, NeedsPerson, NotApplicable
from validator.inspect.verified import verify_signature
from validator.model import (
    DECLARED,
    LANGUAGES,
    Basis,
    Member,
    Message,
    Named,
    Outcome,
    Violation,
)
from validator.signed import CONTRADICTIONS, SignatureTrouble, Verification
from validator.words.messages import fix, say

FILE: Final = "application.p7s"
CONTENT: Final = b"format: 1\nservice: issue\n"
SUBMITTED: Final = "2026-06-01T10:00:00+05:00"
DAY: Final = date(2026, 6, 1)
PERSON: Final = {"iin": IIN}
CLINIC: Final = {"bin": BIN}
WHO: Final = Named("signature.fits", {"en": "the portal"})
MAY_SIGN: Final = "1.2.398.3.3.4.1.2.2"

Told = tuple[Outcome, list[Message]]


def member(data: bytes, **other: Any) -> Member:
    return Member(FILE, len(data), head=data[:1024], content=data)._replace(**other)


def told(
    data: bytes | Member,
    applicant: Mapping[str, str] = PERSON,
    *,
    content: bytes = CONTENT,
    trusted: Iterable[bytes] | None = None,
    as_of: date = DAY,
    malformed: Iterable[str] = (),
    draft: bool = False,
) -> Told:
    """What becomes of the requirement, and the messages that say so."""
    file = data if isinstance(data, Member) else member(data)
    manifest = {"applicant": dict(applicant), "signature": {"file": FILE}}
    if not draft:
        manifest["submitted_at"] = SUBMITTED  # type: ignore[assignment]  # a text among maps
    pinned = (root().certificate,) if trusted is None else tuple(trusted)
    facts = facts_of(
        manifest,
        malformed,
        members={file.name: file},
        as_of=as_of,
        setting=replace(SETTING, trusted=pinned),
        manifest_bytes=content,
    )
    fields = {"path": "signature.file", "iin": "applicant.iin", "bin_": "applicant.bin"}
    paths = {name: path_to(dotted) for name, dotted in fields.items()}
    try:
        found = list(KINDS["signature"].run(facts, **paths))
    except NeedsPerson as person:
        return Outcome.MANUAL, [person.told(who=WHO)] if person.told else []
    except MissingFact as missing:
        return Outcome.UNDETERMINED, [missing.message]
    except NotApplicable:
        return Outcome.INAPPLICABLE, []
    wrong = [each.message for each in found if isinstance(each, Violation)]
    assert all(each.pointer == "/signature/file" for each in found if isinstance(each, Violation))
    if wrong:
        return Outcome.FAILED, wrong
    return Outcome.PASSED, [each.message for each in found if isinstance(each, Basis)]


def keys(answer: Told) -> tuple[Outcome, list[str]]:
    return answer[0], [each.key for each in answer[1]]


def clinic(*roles: str, **other: Any) -> Holder:
    """A legal entity's signer with some roles."""
    return replace(
        signer(),
        subject=person(bin_number=BIN),
        extensions=(key_usage(0xC8), purposes(SIGNING, LEGAL_ENTITY, *roles)),
        **other,
    )


PASSED: Final = (Outcome.PASSED, ["signature_fits"])


def manual(key: str) -> tuple[Outcome, list[str]]:
    return Outcome.MANUAL, [f"signature_{key}"]


def failed(*names: str) -> tuple[Outcome, list[str]]:
    return Outcome.FAILED, [f"signature_{each}" for each in names]


# ---------------------------------------------------------------------------------- it fits


@pytest.fixture(autouse=True)
def verified_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered of a signature here, where what verifies it may be missing."""
    monkeypatch.setattr("validator.checks.signatures.verify_signature", verify_signature)


@pytest.mark.parametrize(
    ("key", "algorithm", "own"),
    [
        (rsa_key(1), "RSA", {}),
        (ec_key(), "ECDSA", {}),
        (gost_key(64), "GOST 34.10-2015 (512)", {"what": "own"}),
        (gost_key(32), "GOST 34.10-2015 (256)", {"what": "own"}),
    ],
)
def test_it_passes_and_says_on_what_that_rests(key: Key, algorithm: str, own: Any) -> None:
    answer = told(sign(CONTENT, signer(key)))

    assert answer == (Outcome.PASSED, [SIGNATURE_FITS(file=FILE, algorithm=algorithm, **own)])
    for lang in LANGUAGES:
        assert algorithm in say(answer[1][0], lang)
    said = say(answer[1][0], "en")
    assert ("which nobody has certified" in said) == bool(own)


def test_in_every_form_in_which_it_comes() -> None:
    data = sign(CONTENT)
    pem = b"-----BEGIN CMS-----\n" + encodebytes(data) + b"-----END CMS-----\n"

    for each in (data, pem, b64encode(data), b"\xef\xbb\xbf\r\n" + encodebytes(data)):
        assert keys(told(each)) == PASSED
        assert keys(told(each, content=CONTENT + b" ")) == failed("other_content")


# --------------------------------------------------------------------------------- over what


@pytest.mark.parametrize("place", [0, 7, len(CONTENT) - 1])
def test_a_byte_of_the_manifest_changed(place: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] ^= 0x20

    assert keys(told(sign(CONTENT), content=bytes(changed))) == failed("other_content")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"A signature", "signature_not_cms"),
        (b"%PDF-1.7\n", "signature_not_cms"),
        (b"0", "signature_not_cms"),
        (b"MIIB", "signature_not_cms"),
        (sign(CONTENT)[:-1], "signature_not_cms"),
        (b" \r\n\t", "file_empty"),
        (cms(Signed(CONTENT), inside=CONTENT), "signature_attached"),
        (cms(certificates=[root().certificate]), "signature_unsigned"),
        (sign(b"other"), "signature_other_content"),
        (sign(CONTENT, signature=b"?"), "signature_wrong"),
    ],
)
def test_what_is_no_signature_of_it(data: bytes, key: str) -> None:
    assert keys(told(data)) == (Outcome.FAILED, [key])


@pytest.mark.parametrize("head", [b"just text", b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"PK\3\4"])
def test_what_does_not_begin_like_one_was_never_kept(head: bytes) -> None:
    assert keys(told(Member(FILE, 5000, head=head))) == failed("not_cms")


def test_what_is_too_large_is_not_looked_at() -> None:
    many = cms(*[Signed(CONTENT)] * 5)

    for each in (many, Member(FILE, 5 << 20, head=b"0\x82"), Member(FILE, 9, head=b"MII")):
        assert keys(told(each)) == (Outcome.UNDETERMINED, ["signature_too_large"])


def test_what_is_not_there_is_anothers_finding() -> None:
    for each in (
        Member("other", 5, head=b"0"),
        member(b"0", regular=False),
        member(b"", size=0),
    ):
        assert keys(told(each)) == (Outcome.INAPPLICABLE, [])


# ---------------------------------------------------------------------------------- whose


@pytest.mark.parametrize(
    ("holder", "applicant", "expected"),
    [
        (signer(), PERSON, PASSED),
        (signer(), {"iin": "910725300001"}, failed("of_another")),
        (signer(), CLINIC, failed("of_individual")),
        (clinic(FIRST_HEAD), CLINIC, PASSED),
        (clinic(MAY_SIGN), CLINIC, PASSED),
        (clinic("1.2.398.3.3.4.1.2.5", MAY_SIGN), CLINIC, PASSED),
        (clinic("1.2.398.3.3.4.1.2.3"), CLINIC, manual("role_unknown")),
        (clinic("1.2.398.3.3.4.1.2.4"), CLINIC, manual("role_unknown")),
        (clinic("1.2.398.3.3.4.1.2.5"), CLINIC, manual("role_unknown")),
        (clinic(), CLINIC, manual("role_unknown")),
        (clinic(FIRST_HEAD), {"bin": "170340000310"}, failed("of_another")),
        # Who signs for a firm is a person too; but it was for the firm.
        (clinic(FIRST_HEAD), PERSON, manual("role_unknown")),
        (clinic(FIRST_HEAD), {"iin": "910725300001"}, failed("of_another")),
        (replace(signer(), subject=name("SOMEBODY")), PERSON, manual("number_unknown")),
        (clinic(FIRST_HEAD), {"bin": BIN, "iin": IIN}, PASSED),
    ],
)
def test_whose_it_is(holder: Holder, applicant: dict[str, str], expected: Any) -> None:
    assert keys(told(sign(CONTENT, holder), applicant)) == expected


def test_a_firm_whose_certificate_tells_no_bin() -> None:
    holder = replace(clinic(FIRST_HEAD), subject=person())

    assert keys(told(sign(CONTENT, holder), CLINIC)) == manual("number_unknown")


def test_nobodys_number_is_asked_where_the_specs_name_none() -> None:
    file = member(sign(CONTENT, signer()))
    facts = facts_of(
        {"signature": {"file": FILE}},
        members={FILE: file},
        as_of=DAY,
        setting=replace(SETTING, trusted=(root().certificate,)),
        manifest_bytes=CONTENT,
    )

    (found,) = KINDS["signature"].run(facts, path=path_to("signature.file"))

    assert isinstance(found, Basis)


@pytest.mark.parametrize(
    ("applicant", "malformed", "pointer"),
    [
        (CLINIC, ["/applicant/bin"], "/applicant/bin"),
        (PERSON, ["/applicant/iin"], "/applicant/iin"),
        ({}, [], "/applicant/iin"),
        (PERSON, ["/submitted_at"], "/submitted_at"),
        (PERSON, ["/signature/file"], "/signature/file"),
        (PERSON, ["/signature"], "/signature"),
    ],
)
def test_what_has_to_be_known(
    applicant: dict[str, str], malformed: list[str], pointer: str
) -> None:
    outcome, (message,) = told(sign(CONTENT), applicant, malformed=malformed)

    assert outcome is Outcome.UNDETERMINED
    assert message.args == {"pointer": pointer}


# ------------------------------------------------------------------------------- for what, when


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ((key_usage(0xC8), purposes(SIGNING, INDIVIDUAL)), PASSED),
        ((key_usage(0xC8), purposes(LOGGING_IN, INDIVIDUAL)), failed("not_for_signing")),
        ((key_usage(0x08), purposes(SIGNING, INDIVIDUAL)), failed("not_for_signing")),
        # A certificate that limits its key to nothing limits it not at all.
        ((), PASSED),
    ],
)
def test_what_its_key_is_for(extensions: tuple[bytes, ...], expected: Any) -> None:
    holder = replace(signer(), extensions=extensions)

    assert keys(told(sign(CONTENT, holder))) == expected


BEGINS: Final = datetime(2026, 5, 9, 18, 59, 59, tzinfo=UTC)  # 23:59:59 of that day in Almaty
ENDS: Final = datetime(2026, 9, 9, 19, tzinfo=UTC)  # 00:00 of the 10th there


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        (date(2026, 5, 8), False),
        (date(2026, 5, 9), True),
        (date(2026, 9, 10), True),
        (date(2026, 9, 11), False),
    ],
)
@pytest.mark.parametrize("draft", [False, True])
def test_its_days_are_those_of_the_zone_of_the_act(day: date, fits: bool, draft: bool) -> None:
    holder = replace(signer(), first=BEGINS, last=ENDS)

    outcome, (message,) = told(sign(CONTENT, holder), as_of=day, draft=draft)

    assert (outcome is Outcome.PASSED) == fits
    if not fits:
        assert message.key == "signature_not_valid"
        days = {"day": day, "first": date(2026, 5, 9), "last": date(2026, 9, 10)}
        assert message.args == {"file": FILE, **days}


def test_a_certificate_without_an_end_is_told_all_the_same() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    holder = replace(signer(), first=datetime(2026, 7, 1, tzinfo=UTC), last=last)

    assert keys(told(sign(CONTENT, holder))) == failed("not_valid")
    assert keys(told(sign(CONTENT, holder), as_of=date(2026, 7, 1))) == PASSED


# ------------------------------------------------------------------------- behind whose word


def test_an_issuer_that_is_not_trusted() -> None:
    outcome, (message,) = told(sign(CONTENT), trusted=[])

    assert (outcome, message.key) == (Outcome.MANUAL, "signature_issuer_unknown")
    assert message.args == {"file": FILE, "issuer": "TEST ROOT", "who": WHO}
    assert "“TEST ROOT”" in say(message, "en")


def test_who_made_a_certificate_for_themselves_is_not_named() -> None:
    """The name of its issuer would be that of a person."""
    own = replace(signer(), issuer=None)

    outcome, (message,) = told(sign(CONTENT, own))

    assert (outcome, message.args["issuer"]) == (Outcome.MANUAL, "")
    assert "EXAMPLE" not in say(message, "en")
    # The number in it may be anything: it is no proof, but another one is a contradiction.
    assert keys(told(sign(CONTENT, own), CLINIC)) == failed("of_individual")


def test_a_certificate_that_only_says_who_issued_it() -> None:
    assert keys(told(sign(CONTENT, replace(signer(), forged=True)))) == failed("forged")


def test_a_trusted_certificate_may_have_run_out() -> None:
    """What was issued under it is then of nobody known."""
    old = replace(root(), last=datetime(2026, 5, 30, tzinfo=UTC))

    answer = told(sign(CONTENT, signer(issuer=old)), trusted=[old.certificate])

    assert keys(answer) == manual("issuer_unknown")


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"algorithm": "1.2.840.113549.1.1.10"}, "algorithm"),
        ({"algorithm": "1.2.398.3.10.1.1.1.2"}, "old_algorithm"),
        ({"digest_algorithm": "1.2.398.3.10.1.3.1"}, "old_algorithm"),
        ({"algorithm": "1.2.840.10045.4.3.2"}, "key"),
    ],
)
def test_what_is_not_known_is_for_a_person(changed: dict[str, Any], key: str) -> None:
    data = sign(CONTENT, **changed)

    assert keys(told(data)) == manual(key)
    # Whatever the mathematics, the certificate is somebody else's.
    assert keys(told(data, {"iin": "910725300001"})) == failed("of_another")


def test_the_algorithm_that_is_not_known_is_named() -> None:
    _, (message,) = told(sign(CONTENT, algorithm="1.2.840.113549.1.1.10"))

    assert "(1.2.840.113549.1.1.10)" in say(message, "en")


def test_the_signers_certificate_did_not_come_along() -> None:
    data = cms(Signed(CONTENT), certificates=[])

    assert keys(told(data)) == manual("no_certificate")
    assert keys(told(data, content=b"?")) == failed("other_content")


def test_without_the_extra_a_person_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    data, changed = sign(CONTENT), sign(b"other")
    monkeypatch.setitem(sys.modules, "asn1crypto", None)

    assert keys(told(data)) == keys(told(changed)) == manual("not_installed")
    assert "extra “signature”" in say(told(data)[1][0], "en")
    assert keys(told(Member(FILE, 20, head=b"just text"))) == failed("not_cms")


# ------------------------------------------------------------------------------------- several


def test_everything_that_is_wrong_is_told() -> None:
    holder = replace(
        signer(),
        extensions=(key_usage(0xC8), purposes(LOGGING_IN, INDIVIDUAL)),
        last=datetime(2026, 5, 1, tzinfo=UTC),
    )

    answer = keys(told(sign(b"other", holder), {"iin": "910725300001"}))

    assert answer == failed("other_content", "not_valid", "not_for_signing", "of_another")


def test_of_several_signatures_the_applicants_own_counts() -> None:
    right = Signed(CONTENT)
    stranger = Signed(CONTENT, replace(signer(ec_key()), subject=person("910725300001"), serial=8))
    old = Signed(b"an earlier text", replace(signer(ec_key()), serial=9))
    unknown = Signed(CONTENT, algorithm="1.2.840.113549.1.1.10")

    assert keys(told(cms(stranger, right))) == PASSED
    assert keys(told(cms(old, right))) == PASSED
    assert keys(told(cms(old, unknown, stranger))) == manual("algorithm")
    assert keys(told(cms(old, stranger)))[0] is Outcome.FAILED


# ---------------------------------------------------------------------------- told elsewhere


@pytest.mark.parametrize("trouble", SignatureTrouble)
def test_every_trouble_has_one_outcome_and_words(trouble: SignatureTrouble) -> None:
    """As a story tells it, of a file whose content nobody has seen."""
    seen = Verification((trouble,), "RSA", issuer="AN AUTHORITY", first=DAY, last=DAY)
    file = Member(FILE, 9, head=b"0", verification=seen)

    outcome, (message,) = told(file)

    if trouble in CONTRADICTIONS:
        assert outcome is Outcome.FAILED
    else:
        is_limit = trouble is SignatureTrouble.TOO_LARGE
        assert outcome is (Outcome.UNDETERMINED if is_limit else Outcome.MANUAL)
    assert message.args.keys() == DECLARED[message.key].types.keys()
    for lang in LANGUAGES:
        assert FILE in say(message, lang)
        told_who = "who" in message.args  # and who to ask is what to do
        assert told_who != bool(fix(message, lang))
        assert not told_who or "the portal" in say(message, lang)


def test_a_stand_in_fits_whatever_the_manifest_says() -> None:
    file = Member(FILE, 9, head=b"0", verification=Verification(algorithm="RSA"))

    assert keys(told(file, CLINIC, content=b"anything", trusted=[])) == PASSED


def test_the_last_second_of_a_term() -> None:
    """No second of a day is outside of a certificate that is valid on it."""
    holder = replace(signer(), first=BEGINS, last=BEGINS + timedelta(seconds=0))

    assert keys(told(sign(CONTENT, holder), as_of=date(2026, 5, 9))) == PASSED
    assert keys(told(sign(CONTENT, holder), as_of=date(2026, 5, 10))) == failed("not_valid")
