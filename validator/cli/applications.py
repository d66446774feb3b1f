"""An application as a call tells of it, with the edition that it comes under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from validator.cli.faults import wrong_call
from validator.cli.prompts import ask_code, ask_for, at_terminal, tell_how
from validator.engine import Options
from validator.plan.answers import manifest_of
from validator.plan.asked import day_asked, edition_asked, require_service
from validator.standard.catalogue import Catalogue
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
        if standard is None and len(catalogue.standards) > 1:
            standard = ask_code("standard", {}, {name: {} for name in catalogue.standards})
    edition = edition_asked(catalogue, standard, options, service)
    if is_asked:
        titles = edition.form.fields["service"]
        service = ask_code("service", titles.label, edition.code_lists.get("services", {}))
    if service is None and not answers:
        raise wrong_call("call.nothing_said", names=", ".join(edition.services))
    require_service(edition, service)
    manifest = manifest_of(edition, str(service), answers)
    if known is not None:
        known(edition, manifest)
    if is_asked:
        ask_for(edition, manifest, day_asked(edition, options))
    return edition, manifest
