"""An application as a call tells of it, with the edition that it comes under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from validator.cli.faults import wrong_call
from validator.cli.options import edition_on
from validator.cli.prompts import ask_code, ask_for, at_terminal, tell_how
from validator.engine import Options, day_that_counts
from validator.model import Bundle
from validator.plan.answers import manifest_of
from validator.standard.catalogue import Catalogue, unknown_standard
from validator.standard.edition import Edition


def told_application(
    catalogue: Catalogue,
    standard: str | None,
    service: str | None,
    answers: Sequence[str],
    options: Options,
    known: Callable[[Edition, dict[str, Any]], None] | None = None,
) -> tuple[Edition, dict[str, Any]]:
    """What is said with `--service` and `--set`, or asked for where nothing is and somebody can be.

    Args:
        known: puts in what is known beside; it is not asked for.

    Raises:
        UsageError, CallError: what is said is no application, or nobody can be asked.
        Abort: whoever is asked ends it.
    """
    is_asked = service is None and not answers and at_terminal()
    if is_asked:
        tell_how()
    edition = edition_today(catalogue, _standard(catalogue, standard, is_asked=is_asked), options)
    if is_asked:
        titles = edition.form.fields["service"]
        service = ask_code("service", titles.label, edition.code_lists.get("services", {}))
    if service is None and not answers:
        raise wrong_call("call.nothing_said", names=", ".join(edition.services))
    if service not in edition.services:
        raise wrong_call("call.services", names=", ".join(edition.services))
    manifest = manifest_of(edition, str(service), answers)
    if known is not None:
        known(edition, manifest)
    if is_asked:
        ask_for(edition, manifest)
    return edition, manifest


def edition_today(catalogue: Catalogue, standard: str, options: Options) -> Edition:
    """The edition of a standard on the day that counts.

    Raises:
        CallError: there is none.
    """
    zone = catalogue.heads(standard)[-1].file.value["time_zone"]
    as_of = day_that_counts(Bundle("", {}, None, b"", {}), zone, options)
    return edition_on(catalogue, standard, as_of.date)


def _standard(catalogue: Catalogue, asked: str | None, *, is_asked: bool) -> str:
    names = catalogue.standards
    if asked is None and len(names) > 1:
        if not is_asked:
            raise wrong_call("call.which_standard", names=", ".join(names))
        asked = ask_code("standard", {}, {name: {} for name in names})
    name = asked or names[0]
    if name not in names:
        raise unknown_standard(name, names)
    return name
