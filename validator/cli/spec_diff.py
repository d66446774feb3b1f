"""`validator spec diff`: two editions in, what differs in meaning out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

import click

from validator.bundle.inbox import find_inbox
from validator.cli import codes
from validator.cli.faults import said, tell, tell_skipped, wrong_call
from validator.cli.options import (
    cluster_option,
    day,
    edited_specs,
    lang_option,
    require_paths,
    require_reachable,
    specs_option,
)
from validator.cli.outputs import asked_outputs, output_options, write_whole
from validator.cli.revision import specs_at
from validator.editor.diff import compare
from validator.editor.diff.against import hold_against
from validator.editor.diff.changes import Against, Compared
from validator.editor.diff.impact import (
    Comparing,
    Comparison,
    EditionAt,
    against_both,
    impact,
)
from validator.engine import Options
from validator.output.table import Told
from validator.standard.catalogue import Catalogue
from validator.standard.sources import Sources

_SECONDS: Final = 30
"""How long a worker of a cluster may take for one bundle."""


@click.command("diff")
@click.argument("before", metavar="A", required=False)
@click.argument("after", metavar="B", required=False)
@click.option(
    "--against",
    metavar="REV",
    help="Compare with a git revision instead: every edition, or A alone.",
)
@click.option("--standard", metavar="ID", help="The standard, where the specs hold several.")
@click.option(
    "--bundles",
    metavar="PATH",
    help="Say which of these applications get another verdict, and why: a folder, or the address of"
    " a store.",
)
@cluster_option
@output_options(Told.DIFF)
@lang_option
@specs_option
@click.option(
    "--as-of",
    type=day,
    help="The day for which fees are reckoned and that counts for drafts.",
)
def command(
    before: str | None,
    after: str | None,
    against: str | None,
    standard: str | None,
    bundles: str | None,
    cluster: str | None,
    format_: str,
    output: Sequence[str],
    lang: str | None,
    specs: Path | None,
    as_of: date | None,
) -> int:
    """Compare two editions in what they demand, not in how their files are written.

    A and B are editions by name, folders of an edition, or folders of specs that hold one edition
    of the standard: so a working copy can be held against its last version. With --against the
    specs of the working tree are held against those of a git revision, such as HEAD; an edition
    that is new since then is held against the one before it.

    Exits with 0 if they are the same, 1 if they differ, 2 for a wrong call, 3 for unusable specs,
    4 if no bundle is found where some were asked for, 75 if the cluster has gone.
    """
    outputs = asked_outputs(Told.DIFF, format_, output, lang)
    specs = edited_specs(specs)
    paths = [] if bundles is None else [bundles]
    require_paths(paths)
    require_reachable(cluster, paths)
    inbox = find_inbox(paths)
    found, skipped = inbox.names, inbox.skipped
    tell_skipped(skipped)
    if against is None:
        first, second = (_edition(each, specs, standard) for each in _both(before, after))
        a, b = first.load(), second.load()
        if first.standard != second.standard:
            names = {"before": str(before), "first": first.standard}
            names |= {"after": str(after), "second": second.standard}
            raise wrong_call("call.standards_differ", **names)
        comparing = Comparing(first, second, Options(clock=datetime.now(UTC), as_of=as_of))
        there = None if cluster is None else partial(_there, comparing, cluster)
        compared = _compared(a, b, found, comparing.options, there)
        write_whole(outputs, compared, found, skipped)
        differs = bool(compared.diff.changes)
    else:
        if after is not None:
            raise wrong_call("call.against_alone", name=after)
        if cluster is not None:  # whose workers have no working tree
            raise wrong_call("call.against_or_cluster")
        held = _against(against, specs, (standard, before), found, as_of)
        write_whole(outputs, held, found, skipped)
        differs = held.changed
    ends = [codes.FAULTS if differs else codes.OK]
    if bundles is not None and not found:
        tell("run.no_bundle", path=bundles)
        ends.append(codes.NOTHING)
    return codes.worst(ends)


def _both(*names: str | None) -> tuple[str, ...]:
    """The two names; a wrong call where one is left out."""
    context = click.get_current_context()
    arguments = [each for each in context.command.params if isinstance(each, click.Argument)]
    for name, argument in zip(names, arguments, strict=True):
        if name is None:
            raise click.MissingParameter(ctx=context, param=argument)
    return tuple(filter(None, names))


def _against(
    revision: str,
    specs: Path,
    wanted: tuple[str | None, str | None],
    names: Sequence[str],
    as_of: date | None,
) -> Against:
    """The specs held against those of a revision; `wanted` are a standard and an edition."""
    now = Catalogue(specs)
    keys = list(now.names())
    with specs_at(revision, specs) as folder:
        earlier = Catalogue(folder)
        if not any(_is(key, wanted) for key in (*keys, *earlier.names())):
            known = ", ".join(edition for _, edition in keys)
            name = wanted[1] or wanted[0] or ""
            raise wrong_call("call.no_edition", name=name, known=known)
        return hold_against(
            revision,
            earlier,
            now,
            lambda key: _is(key, wanted),
            lambda a, b: _compared(a, b, names, Options(datetime.now(UTC), as_of)),
        )


def _is(key: tuple[str, str], wanted: tuple[str | None, str | None]) -> bool:
    return all(each in (None, own) for each, own in zip(wanted, key, strict=True))


def _compared(
    a: Sources,
    b: Sources,
    names: Sequence[str],
    options: Options,
    answers: Callable[[Sequence[str]], Iterable[Comparison | None]] | None = None,
) -> Compared:
    """What differs, and what that does to some bundles if there are any.

    Args:
        answers: gives what becomes of each bundle, where that is not worked out here.
    """
    diff = compare(a, b, options.as_of)
    if not names:
        return Compared(diff)
    before, after = a.compile(), b.compile()
    if answers is None:
        found: Iterable[Comparison | None] = map(against_both(before, after, options), names)
    else:
        found = answers(names)
    return Compared(diff, impact(before, after, found))


def _there(comparing: Comparing, cluster: str, names: Sequence[str]) -> Iterable[Comparison | None]:
    """What becomes of each bundle by the workers of a cluster."""
    from validator.batch.cluster import answer_on_cluster  # takes long, and few have one

    return answer_on_cluster(names, comparing, cluster, seconds=_SECONDS)


def _edition(name: str, specs: Path, standard: str | None) -> EditionAt:
    """Where the edition is that a name or a path stands for."""
    catalogue = Catalogue(specs)
    standards = [each for each in catalogue.standards if standard in (None, each)]
    holders = [each for each in standards if (specs / each / name / "standard.yaml").is_file()]
    path = Path(name)
    # A path is one by its look, so that `2025-93` never means a folder that happens to be there.
    if path.name == name and name not in (".", "..") and holders:
        return EditionAt(specs, _one(holders, name, "--standard"), name)
    if (path / "standard.yaml").is_file():
        folder = path.resolve()
        return EditionAt(folder.parents[1], folder.parent.name, folder.name)
    if path.is_dir():
        return _single(path, standard)
    known = [head.edition for each in standards for head in catalogue.heads(each)]
    raise wrong_call("call.no_edition", name=name, known=", ".join(known))


def _single(specs: Path, standard: str | None) -> EditionAt:
    """Where the only edition of a standard in a folder of specs is."""
    catalogue = Catalogue(specs)
    standards = [each for each in catalogue.standards if standard in (None, each)]
    chosen = _one(standards, str(specs), "--standard")
    editions = [head.edition for head in catalogue.heads(chosen)]
    hint = said("call.such_as", path=(specs / chosen / editions[-1]).as_posix())
    return EditionAt(specs, chosen, _one(editions, str(specs), hint))


def _one(found: Sequence[str], what: str, hint: str) -> str:
    if len(found) != 1:
        raise wrong_call("call.several", path=what, names=", ".join(found), hint=hint)
    return found[0]
