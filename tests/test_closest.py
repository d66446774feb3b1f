"""What may have been meant: by letters, by title, by the look of a name."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.closest import as_seen, called, clauses_near, closest, searched

TITLES = {
    "outpatient.haematology": {"kk": "Көмек: гематология", "ru": "Помощь: гематология"},
    "outpatient.dermatovenereology": {
        "ru": "Помощь: дерматовенерология",
        "en": "Dermatovenereology",
    },
    "outpatient.cardiology": {"kk": "Көмек: кардиология", "ru": "Помощь: кардиология"},
    "inpatient.cardiology": {"kk": "Стационар: кардиология", "ru": "Стационар: кардиология"},
    "lease": {"kk": "Жалға алу", "ru": "Аренда", "en": "Lease"},
}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *[("Аренда", "lease"), ("аренда", "lease"), ("  АРЕНДА. ", "lease"), ("LEASE", "lease")],
        *[("жалға алу", "lease"), ("арен", None), ("", None), ("кардиология", None)],
        ("Outpatient.Cardiology", "outpatient.cardiology"),
    ],
)
def test_what_is_called_so(word: str, code: str | None) -> None:
    assert called(word, TITLES) == code


def test_what_two_are_called_is_neither() -> None:
    assert called("x", {"a": {"en": "X"}, "b": {"en": "x"}}) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("outpatient.dermatology", ("outpatient.dermatovenereology",)),  # by its word, not letters
        ("dermatology", ("outpatient.dermatovenereology",)),
        ("кардиологиялық", ("outpatient.cardiology", "inpatient.cardiology")),
        ("стационар кардиолог", ("inpatient.cardiology",)),
        ("outpatient.cardiologi", ("outpatient.cardiology",)),
        *[
            ("outpatient.zzzz", ()),
            ("", ()),
            ("?", ()),
        ],
    ],
)
def test_row_25_titles_are_searched(text: str, codes: tuple[str, ...]) -> None:
    assert searched(text, TITLES) == codes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("documents/Lease.PDF", "documents/lease.pdf"),  # case
        ("lease.pdf", "lease.jpg"),  # ending
        ("lease.pdf", "lease"),
        ("lease.pdf", "lease.pdf.pdf"),
        ("lease 1.pdf", "lease%201.pdf"),  # %20
        ("lease 1.pdf", "lease_1.pdf"),  # a blank
        ("lease 1.pdf", "lease  1.pdf"),
        ("lease 1.pdf", "lease\xa01.pdf"),
        ("lease-1.pdf", "lease–1.pdf"),
        ("lease.pdf", "l\u0435\u0430se.pdf"),  # look-alikes
        ("\u0439.pdf", normalize("NFD", "\u0439.pdf")),
        ("«lease».pdf", "lease.pdf"),
        ("%D0%B0.pdf", "\u0430.pdf"),
    ],
)
def test_row_43_names_that_only_look_alike(one: str, other: str) -> None:
    assert as_seen(one) == as_seen(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("lease-1.pdf", "lease-2.pdf"), ("scan.1.pdf", "scan.2.pdf"), ("a/x.pdf", "b/x.pdf")],
)
def test_row_43_names_of_two_files(one: str, other: str) -> None:
    assert as_seen(one) != as_seen(other)


@given(st.text(max_size=80))
def test_row_43_any_text_may_be_a_name(name: str) -> None:
    assert as_seen(as_seen(name)) == as_seen(as_seen(as_seen(name)))


CLAUSES = (
    *("list.1", "list.3.1", "list.3.2", "list.8.1.a", "list.8.1.c", "list.8.2.a"),
    *("law.33.1", "law.34", "law.43", "order.4"),
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        # The same clause, mistyped.
        *[("lost.8.1.c", "list.8.1.c"), ("List.8.1.C", "list.8.1.c"), ("list8.1.c", "list.8.1.c")],
        *[("list.81c", "list.8.1.c"), ("list.8.c", "list.8.1.c"), ("list.3.1.a", "list.3.1")],
        *[("odrer.4", "order.4"), ("lw.33.1", "law.33.1"), ("lаw.34", "law.34")],
        # Another one: its number, its item, its article, its act.
        *[("list.8.1.g", ""), ("list.8.11.a", ""), ("list.8.3.a", ""), ("law.44", "")],
        *[("law.3.1", ""), ("list.33.1", ""), ("rule.4", ""), ("law.33", ""), ("list.4", "")],
        # One of several.
        *[("list.8.a", ""), ("list.8.1", "")],
        *[("", ""), (".", ""), ("list", ""), ("law", "")],
    ],
)
def test_another_clause_is_never_proposed(name: str, meant: str) -> None:
    assert closest(name, clauses_near(name, CLAUSES)) == meant
