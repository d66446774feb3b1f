"""Which standard is meant where there are several."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from tests.project import KIOSK, SERVICES
from validator.engine import Options
from validator.errors import CallError
from validator.plan.asked import Days, deadlines_of, edition_asked
from validator.standard.catalogue import Catalogue

CLOCK = datetime(2026, 2, 2, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Kiosks and bees in one folder."""
    specs = tmp_path_factory.mktemp("several") / "specs"
    for each in (KIOSK, SERVICES):
        shutil.copytree(each / "specs", specs, dirs_exist_ok=True)
    return Catalogue(specs)


def _services(catalogue: Catalogue, standard: str) -> set[str]:
    newest = catalogue.heads(standard)[-1]
    return set(catalogue.edition(standard, newest.edition).services)


def test_a_service_tells_the_standard_that_alone_has_it(several: Catalogue) -> None:
    kiosk, bees = (_services(several, each) for each in ("kiosk-permit", "beekeeping-permit"))
    for service in kiosk ^ bees:
        standard = "kiosk-permit" if service in kiosk else "beekeeping-permit"
        edition = edition_asked(several, None, Options(CLOCK), service)
        assert service in edition.services
        assert edition.regulation == edition_asked(several, standard, Options(CLOCK)).regulation


def test_a_service_of_no_standard_tells_nothing(several: Catalogue) -> None:
    for service in (None, "none"):
        with pytest.raises(CallError):
            edition_asked(several, None, Options(CLOCK), service)


def test_a_standard_that_was_not_there_on_the_day_has_no_deadlines(several: Catalogue) -> None:
    """Bees came with 2025, kiosks with 2024."""
    found = deadlines_of(several, Days(submitted=datetime(2024, 3, 4, 10, tzinfo=UTC)), CLOCK)
    services = {each.service for each in found}
    assert services <= _services(several, "kiosk-permit")
    later = deadlines_of(several, Days(submitted=datetime(2026, 3, 4, 10, tzinfo=UTC)), CLOCK)
    assert services < {each.service for each in later}


def test_a_day_before_any_standard_has_none(several: Catalogue) -> None:
    with pytest.raises(CallError):
        deadlines_of(several, Days(submitted=datetime(2023, 3, 6, 10, tzinfo=UTC)), CLOCK)
