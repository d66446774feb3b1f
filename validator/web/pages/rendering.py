"""Pages made of templates: their words, and what all of them show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import HTMLResponse

from validator.model import LANGUAGES
from validator.output.html import templates
from validator.words.messages import Terms

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = Path(__file__).parent
NAMES: Final[Mapping[str, str]] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
"""What each language is called in itself."""

term = Terms(
    *("pages.name", "pages.skip", "pages.languages", "pages.nothing_kept", "pages.continue"),
    *("pages.has_faults", "pages.faults", "pages.fault", "pages.steps", "pages.needed"),
    *("pages.no_papers", "pages.fee", "pages.save_zip", "pages.save_why", "pages.save_what"),
    *("pages.optional", "pages.choose", "pages.search", "pages.find", "pages.found"),
    *("pages.remove_entry", "pages.add", "pages.add_part", "pages.entries"),
    *("pages.number", "pages.state", "pages.actions", "pages.to_mend", "pages.in_order"),
    *("pages.change", "pages.remove", "pages.no_entries", "pages.paste", "pages.paste_here"),
    *("pages.paste_how", "pages.table_file", "pages.table_how", "pages.table_csv"),
    *("pages.take_rows", "pages.rows_doubts"),
    *("pages.papers", "pages.papers_how", "pages.laid", "pages.replace_file"),
    *("pages.choose_file", "pages.remove_file", "pages.other_papers", "pages.upload"),
    *("pages.papers_open", "pages.papers_spared", "pages.answers", "pages.answers_how"),
    *(
        "pages.not_given",
        "pages.check",
        "pages.report",
        "pages.ready",
        "pages.to_do",
        "pages.before_signing",
    ),
    *("pages.whole_report", "pages.forget", "pages.forget_why", "pages.start"),
    *("pages.start_how", "pages.way.fill", "pages.way.papers", "pages.way.check"),
    *("pages.way.save", "pages.open", "pages.open_file", "pages.open_how", "pages.open_do"),
    *("pages.back", "pages.needed_maybe", "pages.no_fee", "pages.days", "pages.begin"),
    *("pages.to_start", "pages.about", "pages.to_list", "pages.save_later", "pages.new_questions"),
    *("pages.rows_taken", "pages.rows_none", "pages.rows_many", "pages.too_many"),
    *("pages.left_out", "pages.opened", "pages.gone", "pages.gone_how"),
    *(
        "pages.busy",
        "pages.busy_how",
        "pages.too_much",
        "pages.too_much_how",
        "pages.no_room",
        "pages.two_files",
        "pages.no_paper",
    ),
    *("pages.no_zip", "pages.refused", "pages.empty_file"),
    *(f"pages.state.{each}" for each in ("done", "todo", "wrong")),
)


def say(key: str, lang: str, /, **args: Any) -> str:
    """A word of the pages."""
    return term(f"pages.{key}", lang, **args)


def page(
    name: str,
    lang: str,
    path: str,
    context: Mapping[str, Any],
    status: int = 200,
) -> HTMLResponse:
    """A page of a template.

    Args:
        path: of the page, without its language.
    """

    def words(key: str, **args: Any) -> str:
        return say(key, lang, **args)

    known: dict[str, Any] = {
        "lang": lang,
        "languages": [(each, NAMES[each]) for each in LANGUAGES],
        "path": path,
        "t": words,
        "is_form": False,
        "default_do": "continue",
        "faults": (),
        "notice": "",
    }
    text = _environment().get_template(f"{name}.html.j2").render({**known, **context})
    return HTMLResponse(text, status)


@cache
def _environment() -> Environment:
    return templates(FOLDER / "templates")
