"""In what two terms differ, part by part: how long, between which moments, what extends them."""

from __future__ import annotations

from collections.abc import Iterator

from validator.editor.diff import measures
from validator.editor.diff.changes import Detail, Effect, differing, unequal
from validator.facts.time_limits import TimeLimit


def term_details(before: TimeLimit, after: TimeLimit) -> Iterator[Detail]:
    """What differs between two terms; a shorter one is tighter for whom it binds."""
    if before.word == after.word:
        counts = before.length.count, after.length.count
        yield from differing(before.word, measures.at_most(*counts), *counts)
    else:
        effect = measures.at_most(before.length, after.length)
        yield Detail("term", effect, before.length, after.length)
    yield from unequal(Effect.UNCLEAR, ("term_from", before.since, after.since))
    yield from unequal(Effect.UNCLEAR, ("term_until", before.until, after.until))
    rolls = before.to_working_day, after.to_working_day
    effect = Effect.LOOSENED if after.to_working_day else Effect.TIGHTENED
    yield from unequal(effect, ("to_working_day", *rolls))
    old, new = before.extended, after.extended
    if old is None or new is None:
        effect = Effect.LOOSENED if old is None else Effect.TIGHTENED
        for what, word in (("extended", "when"), ("extended_by", "by")):
            sides = getattr(old, word, None), getattr(new, word, None)
            yield from unequal(effect, (what, *sides))
        return
    # In fewer cases a longer term is a tighter one.
    effect = measures.must_hold(old.when, new.when)
    yield from differing("extended", effect, old.when, new.when)
    yield from differing("extended_by", measures.at_most(old.by, new.by), old.by, new.by)
