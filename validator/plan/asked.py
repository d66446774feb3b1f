"""A checklist or deadlines as somebody asks for them, by a command or of a server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from validator.engine import Options, day_that_counts
from validator.errors import CallError, MissingFact
from validator.frozen import frozen
from validator.law.calendar import zone_of
from validator.model import Bundle, declare
from validator.plan.answers import manifest_of
from validator.plan.deadlines import Course, LastDay, course_of, hours_kept, last_days, last_moment
from validator.plan.papers import Checklist, checklist_of
from validator.standard.catalogue import Catalogue
from validator.standard.edition import Edition

SERVICE_NEEDED = declare("service_needed", names=str)
STANDARD_NEEDED = declare("standard_needed", names=str)
NO_DEADLINE = declare("no_deadline")


@frozen
class Days:
    """Which deadlines are asked for; at most one of the three days is given.

    Attributes:
        submitted: when it is submitted, local time unless it has its offset; None is now.
        decided_by: the day by which it has to be decided.
        since: the day after which something has to follow in some days.
        service: the service; None is every one, as is the standard.
    """

    submitted: datetime | None = None
    decided_by: date | None = None
    since: date | None = None
    service: str | None = None
    standard: str | None = None


def checklist_by_answers(
    catalogue: Catalogue,
    answers: Iterable[str],
    options: Options,
    *,
    service: str | None,
    standard: str | None,
) -> Checklist:
    """The checklist of what was answered, each `FIELD=VALUE`.

    Args:
        standard: the standard, where there are several.

    Raises:
        CallError: the standard or the service is not said or not known, or an answer is none.
        SpecError: the specs are unusable.
    """
    edition = edition_asked(catalogue, standard, options, service)
    require_service(edition, service)
    manifest = manifest_of(edition, str(service), answers)
    return checklist_of(edition, Bundle("answers", manifest, "answers.json"), options)


def checklist_by_draft(catalogue: Catalogue, draft: Bundle, options: Options) -> Checklist:
    """The checklist of a draft, whose manifest must be one that could be read.

    Raises:
        CallError: it names no standard or no service that is known.
        SpecError: the specs are unusable.
    """
    manifest = draft.manifest or {}
    edition = edition_asked(catalogue, str(manifest.get("standard")), options)
    require_service(edition, manifest.get("service"))
    return checklist_of(edition, draft, options)


def deadlines_of(catalogue: Catalogue, days: Days, clock: datetime) -> list[Course | LastDay]:
    """The deadlines that are asked for.

    Raises:
        CallError: there is no such standard, no such moment, or nothing hangs on such a day.
        SpecError: the specs are unusable.
    """
    names = catalogue.standards if days.standard is None else (days.standard,)
    try:
        found = [each for name in names for each in _found(catalogue, name, days, clock)]
    except MissingFact as missing:  # the calendar does not reach as far
        raise CallError.of(missing.message) from None
    if not found:
        raise CallError.of(NO_DEADLINE())
    return found


def _found(
    catalogue: Catalogue, standard: str, days: Days, clock: datetime
) -> Iterator[Course | LastDay]:
    newest = _newest(catalogue, standard)
    moment = days.submitted or clock
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone_of(newest.setting.calendar.zone))
    if days.decided_by is not None:
        for each in _services(newest, days.service):
            for which, _ in enumerate(hours_kept(newest)):
                yield last_moment(catalogue, standard, each, days.decided_by, which)
        return
    on = days.since or newest.setting.calendar.local(moment).date()
    is_one_of_several = days.standard is None and len(catalogue.standards) > 1
    if is_one_of_several and catalogue.choose(standard, on) is None:
        return  # it was not there on that day, another one may have been
    edition = catalogue.in_force(standard, on)
    for each in _services(edition, days.service):
        if days.since is not None:
            yield from last_days(edition, each, days.since)
        else:
            yield from (course_of(edition, each, moment, kept) for kept in hours_kept(edition))


def _services(edition: Edition, service: str | None) -> Sequence[str]:
    return [each for each in edition.services if service in (None, each)]


def edition_asked(
    catalogue: Catalogue, standard: str | None, options: Options, service: str | None = None
) -> Edition:
    """The edition of a standard on the day that counts for an application not yet submitted.

    Args:
        standard: None is the only one that there is, or that has the service.

    Raises:
        CallError: there is none of that name, or it has to be said which.
    """
    if standard is None:
        standard = _only_one(catalogue, service)
    return catalogue.in_force(standard, _day(catalogue.zone(standard), options))


def _only_one(catalogue: Catalogue, service: str | None) -> str:
    """The only standard, or the only one that has a service."""
    names = catalogue.standards
    if service is not None and len(names) > 1:
        having = [name for name in names if service in _newest(catalogue, name).services]
        names = tuple(having) or names
    if len(names) > 1:
        raise CallError.of(STANDARD_NEEDED(names=", ".join(names)))
    return names[0]


def _newest(catalogue: Catalogue, standard: str) -> Edition:
    return catalogue.edition(standard, catalogue.heads(standard)[-1].edition)


def day_asked(edition: Edition, options: Options) -> date:
    """The day that counts for an application not yet submitted."""
    return _day(edition.setting.calendar.zone, options)


def _day(zone: str, options: Options) -> date:
    return day_that_counts(Bundle("", {}), zone, options).date


def require_service(edition: Edition, service: object) -> None:
    """Refuse what is no service of an edition.

    Raises:
        CallError: it is none.
    """
    if service not in edition.services:
        raise CallError.of(SERVICE_NEEDED(names=", ".join(edition.services)))
