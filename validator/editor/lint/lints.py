"""Every lint: its id, how much it weighs, the messages that belong to it.

A rule yields faults; which lint a fault is, and at what level, is decided here by its message. So
what the loader finds and what the rules find is told in one way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from validator.errors import Fault
from validator.frozen import frozen
from validator.model import Severity


@frozen
class Lint:
    """One thing that can be wrong with specs.

    Attributes:
        id: its name, which stays the same from release to release.
        level: how much it weighs; an error makes the edition unusable for every command, unless it
            is one of its tests (`cases/`, `mutants.yaml`), which decide nothing.
        messages: keys of the messages that tell it.
        page: the page of `validator explain` about it, where several lints share one.
    """

    id: str
    level: Severity
    messages: tuple[str, ...]
    page: str


@frozen
class Remark:
    """One place where a lint holds."""

    lint: Lint
    fault: Fault


@frozen
class Found:
    """The remarks of a run and what they are about.

    Attributes:
        remarks: by file and place.
        sources: the lines of each file, by the name under which remarks name it.
        notes: whether people are shown the notes, which are counted in any case.
        before: how many more there are that were there before what is looked at changed.
    """

    remarks: Sequence[Remark]
    sources: Mapping[str, Sequence[str]]
    notes: bool = False
    before: int = 0

    @property
    def shown(self) -> Sequence[Remark]:
        """The remarks that people are shown."""
        shown = (each for each in self.remarks if each.lint.level is not Severity.NOTE)
        return self.remarks if self.notes else list(shown)

    def count(self, level: Severity) -> int:
        """How many remarks there are of a level."""
        return sum(remark.lint.level is level for remark in self.remarks)


def _lint(level: Severity, id: str, *messages: str, page: str = "") -> Lint:  # noqa: A002
    return Lint(id, level, messages, page or id)


_error = partial(_lint, Severity.ERROR)
_warning = partial(_lint, Severity.WARNING)
_note = partial(_lint, Severity.NOTE)

_NAMES: Final = ("clause", "service", "ground", "fee", "parameter", "field", "code")

_ALL: Final = (
    # The text of a file.
    _error("unreadable-file", "spec_unreadable"),
    _error(
        "yaml-syntax",
        *("source_syntax", "source_tab", "source_empty", "source_second_document"),
        *("source_key_not_text", "source_quote", "source_after_quote", "source_backslash"),
        *("source_dash", "source_colon", "source_colon_missing", "source_colon_in_text"),
        *("source_bracket", "source_first_sign", "source_indent"),
    ),
    _error("yaml-anchor", "source_anchor", "source_alias"),
    _error("yaml-tag", "source_tag"),
    _error("yaml-duplicate-key", "source_duplicate_key"),
    _error(
        "yaml-character",
        *("source_character", "source_false_space", "source_not_utf8"),
        *("source_invisible", "source_line_break"),
    ),
    _error(
        "yaml-limit",
        *("source_too_large", "source_too_deep", "source_too_many", "source_number_out_of_range"),
        "spec_too_deep",
    ),
    _error("comma-in-text", "spec_comma_in_text"),
    _warning("comment-in-text", "lint_comment_in_text"),
    # The form that its schema asks for.
    _error("unknown-key", "spec_unknown_key", "spec_misspelt_key"),
    _error("missing-key", "spec_missing_key", "spec_missing_either", "spec_uncited_service"),
    _error(
        "wrong-value",
        *("spec_wrong_type", "spec_not_one_of", "spec_misspelt_value"),
        *("spec_not_a_day", "spec_not_a_time", "spec_not_an_id", "spec_not_a_code"),
        *("spec_not_a_field", "spec_not_a_duration", "spec_not_a_span", "spec_not_a_citation"),
        *("spec_not_one_text", "spec_too_small", "spec_too_large", "spec_not_above"),
        *("spec_too_late", "spec_nothing_in_it", "spec_nothing_here", "spec_one_key"),
        *("spec_round_alone", "spec_no_bound", "spec_comma_in_number"),
        *("spec_unknown_zone", "spec_not_a_bundle"),
        *("spec_side_not_duty", "spec_not_of_people"),
    ),
    _error("cyrillic-letters", "spec_cyrillic_letters"),
    _error("who-missing", "spec_who_missing", page="who"),
    _error("who-unused", "spec_who_unused", page="who"),
    _error("ground-decides-nothing", "spec_ground_decides_nothing", "spec_indicates_and_more"),
    _error("wrong-folder", "spec_not_its_folder", "lint_not_its_file"),
    _warning("stray-file", "lint_stray_file"),
    _warning("no-modeline", "lint_no_modeline"),
    # Certificates that are trusted.
    _error("trust-unreadable", "spec_trust_unreadable", "spec_trust_no_certificate", page="trust"),
    _error("trust-digest", "spec_trust_other", page="trust"),
    _warning("trust-expired", "lint_trust_expired", page="trust"),
    # Texts and clauses.
    _error("missing-text", "spec_missing_text", "spec_empty_text"),
    _warning("untranslated-text", "lint_same_text", "lint_other_script"),
    _warning("other-language", "lint_other_language"),
    _warning("other-figures", "lint_other_figures"),
    _warning("stray-space", "lint_stray_space"),
    _error("unexplained-clause", "spec_unexplained"),
    _warning("encoded-after-all", "lint_encoded_after_all"),
    _note("standing-not-law", "lint_standing"),
    # Names.
    *(_error(f"unknown-{each}", f"spec_unknown_{each}", page="unknown-name") for each in _NAMES),
    _error("other-scope", "spec_field_elsewhere", "spec_field_in_both", page="scope"),
    _error("unknown-code-list", "spec_unknown_code_list", page="unknown-name"),
    _error("unknown-calendar", "lint_unknown_calendar", page="unknown-name"),
    *(
        _error(f"unknown-{each}", f"spec_unknown_{each}", page="unknown-name")
        for each in ("base", "requirement")
    ),
    _warning("unused-clause", "lint_unused_clause"),
    *(
        _warning(f"unused-{each}", f"lint_unused_{each.replace('-', '_')}", page="unused-name")
        for each in ("code-list", "parameter", "calendar", "service", "base")
    ),
    # Papers that nothing asks for may be handed in as well.
    _note("unused-document-kind", "lint_unused_document_kind", page="unused-name"),
    _note("unread-field", "lint_unread_field"),
    _error("repeated-id", "spec_repeated_id"),
    _warning("reused-id", "lint_reused_id"),
    _warning("copied-requirement", "lint_copied"),
    _warning("cites-other-row", "lint_other_row"),
    _warning("hours-overlap", "lint_hours_overlap"),
    # An edition against the one before. What only a person can tell to be wrong is no error.
    _warning("unsaid-change", "lint_wording_says_old", "lint_wording_as_before"),
    _warning("act-as-before", "lint_act_as_before"),
    # Conditions and values.
    _error("wrong-test", "lint_wrong_test"),
    _error("value-outside-field", "lint_value_outside_field"),
    _error("empty-range", "spec_empty_range", "spec_no_such_text"),
    _error("never-holds", "lint_never_holds"),
    _warning("always-holds", "lint_always_holds"),
    _error("entries-overlap", "lint_entries_overlap"),
    _error("left-out", "lint_service_without", "lint_ground_without"),
    _error("not-left-out", "lint_without_idle", page="left-out"),
    _error("no-due-day", "lint_no_due_day"),
    # Days.
    _error("impossible-date", "spec_impossible_date"),
    _error("edition-gap", "spec_gap"),
    _error("edition-overlap", "spec_overlap"),
    _error("not-ascending", "spec_not_ascending", "spec_until_before_value"),
    _error("parameter-gap", "lint_parameter_gap"),
    _note("parameter-ends", "lint_parameter_ends"),
    _warning("value-jump", "lint_jump"),
    _error("calendar-gap", "lint_calendar_gap"),
    _warning("correction-outside", "lint_correction_outside"),
    _error("correction-twice", "lint_correction_twice"),
    _warning("correction-without-effect", "lint_correction_idle"),
    # Cases.
    _error("case-unusable", "spec_sample_unreadable", "spec_change_names_nothing"),
    _warning("untested-requirement", "lint_untested"),
    _warning("outlived-explanation", "lint_explains_nothing", "lint_explained_before"),
)

LINTS: Final[Mapping[str, Lint]] = {lint.id: lint for lint in _ALL}
"""Every lint by its id."""

_BY_MESSAGE: Final = {message: lint for lint in _ALL for message in lint.messages}


def remark(fault: Fault) -> Remark:
    """A fault as the lint that its message belongs to."""
    # A message that the loader has gained and this table has not is told all the same.
    return Remark(_BY_MESSAGE.get(fault.message.key, LINTS["wrong-value"]), fault)
