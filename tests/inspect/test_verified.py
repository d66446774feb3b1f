"""The authority's own test kit against applicants: whose signature it is, and on which days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

import pytest

from validator.inspect.verified import Numbered, verify_signature
from validator.signed import SignatureTrouble, Verification

KIT: Final = Path(__file__).parent / "data"
ALMATY: Final = timezone(timedelta(hours=5))
SIGNED_ON: Final = datetime(2026, 7, 20, 12, tzinfo=ALMATY)
HOLDERS: Final = {
    "individual": Numbered("123456789011", is_bin=False),
    "legal_entity": Numbered("123456789021", is_bin=True),
}


def kit(name: str) -> bytes:
    return (KIT / name).read_bytes()


def verified(
    who: str,
    applicant: Numbered | None = None,
    *,
    moment: datetime = SIGNED_ON,
    trusted: str = "nca_gost2022_test.cer",
    more: bytes = b"",
) -> Verification:
    content = kit(f"{who}_document.txt") + more
    data, applicant = kit(f"{who}_detached.der"), applicant or HOLDERS[who]
    return verify_signature(data, content, [kit(trusted)], moment, applicant)


@pytest.mark.parametrize("who", HOLDERS)
def test_it_is_its_holders_over_its_document(who: str) -> None:
    seen = verified(who)

    assert seen.troubles == ()
    assert (seen.algorithm, seen.is_own_arithmetic) == ("GOST 34.10-2015 (512)", True)
    assert seen.issuer == "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ (GOST) TEST 2022"
    assert verified(who, more=b"\n").troubles == (SignatureTrouble.OTHER_CONTENT,)
    other = Numbered("910725300001", HOLDERS[who].is_bin)
    assert verified(who, other).troubles == (SignatureTrouble.OF_ANOTHER,)


def test_whom_each_of_them_may_sign_for() -> None:
    firm, person = HOLDERS["legal_entity"], HOLDERS["individual"]

    assert verified("individual", firm).troubles == (SignatureTrouble.OF_INDIVIDUAL,)
    # The first head of the firm has the same number, and signed for the firm.
    assert verified("legal_entity", person).troubles == (SignatureTrouble.ROLE_UNKNOWN,)


def test_the_root_alone_stands_behind_nobody_whose_issuer_did_not_come_along() -> None:
    seen = verified("individual", trusted="root_test_gost_2022.cer")

    assert seen.troubles == (SignatureTrouble.ISSUER_UNKNOWN,)


@pytest.mark.parametrize("who", HOLDERS)
def test_its_days(who: str) -> None:
    seen = verified(who)
    days = timedelta(days=1)

    def fits(day: date) -> bool:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ALMATY)
        return SignatureTrouble.NOT_VALID not in verified(who, moment=noon).troubles

    assert [
        fits(each) for each in (seen.first - days, seen.first, seen.last, seen.last + days)
    ] == [
        *(False, True),
        *(True, False),
    ]


def test_what_is_attached_is_of_nobody() -> None:
    content, data = kit("individual_document.txt"), kit("individual_attached.der")

    seen = verify_signature(data, content, [], SIGNED_ON, None)

    assert seen == Verification((SignatureTrouble.ATTACHED,))
