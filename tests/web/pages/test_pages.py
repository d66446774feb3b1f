"""The pages without a script: another service than ours, and whatever is sent to them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

import validator
from tests.project import SAMPLES, SERVICES
from tests.then import STANDARD, THEN
from tests.web.pages.test_drafts import made_of, zipped
from tests.web.pages.visitor import Visitor, text_in
from validator.model import LANGUAGES, Duty, Outcome
from validator.web.app import make_app
from validator.web.pages.desk import MOST_FIELDS
from validator.web.settings import Settings

NOW: Final = datetime(2026, 2, 2, 6, 0, tzinfo=UTC)
BEES: Final = "beekeeping-permit"
PAPERS: Final = [
    file.read_bytes() for file in sorted((SAMPLES / "clinic-two-premises").glob("documents/*.pdf"))
]


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both services in one folder."""
    both = tmp_path_factory.mktemp("both") / "specs"
    shutil.copytree(THEN, both)
    shutil.copytree(SERVICES / "specs", both, dirs_exist_ok=True)
    return both


@pytest.fixture(scope="module")
def client(specs: Path) -> Iterator[TestClient]:
    settings = Settings(specs, jobs=1, now=lambda: NOW)
    with TestClient(make_app(settings), "http://127.0.0.1") as made:
        yield made


@pytest.fixture
def visitor(client: TestClient) -> Visitor:
    return Visitor(client)


def begun(visitor: Visitor, service: str, standard: str = STANDARD, lang: str = "en") -> str:
    """Begin a draft; the path at which its pages begin."""
    visitor.goes_to(f"/{lang}/service/{standard}/{service}")
    data = {"standard": standard, "service": service}
    visitor._arrived(visitor.client.post(f"/{lang}/begin", data=data))
    assert visitor.status == 200
    return visitor.path.partition("/s/")[0]


def unmet(content: bytes, specs: Path, standard: str) -> set[str]:
    """The requirements of the applicant that a saved draft does not meet."""
    edition = validator.load_edition(standard, NOW.date(), specs=specs)
    bundle = validator.read_bundle(io.BytesIO(content), name="application.zip")
    report = validator.evaluate(edition, bundle, as_of=NOW.date())
    return {
        each.requirement.id
        for each in report.results
        if each.requirement.duty is Duty.APPLICANT
        and each.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)
    }


def test_another_service_has_its_pages_without_a_line_of_python(
    visitor: Visitor, specs: Path
) -> None:
    root = begun(visitor, "grant", BEES)
    visitor.presses()
    assert visitor.faults == ["Fill in: Office", "Fill in: Route", "Fill in: Purpose"]
    visitor.fills(office="Example office", route="counter", purpose="honey")
    visitor.presses()
    assert visitor.title == "Keeper", visitor.faults
    visitor.fills(keeper__kind="person", keeper__name="Dana Example")
    visitor.presses()
    assert visitor.faults == []  # what hangs on an answer is asked first
    assert "more questions" in visitor.text
    visitor.fills(keeper__iin="911123 500 024")
    visitor.presses()
    visitor.fills(breeds=["", "carnica"])
    visitor.presses()
    assert visitor.title == "Site"
    visitor.fills(
        site__parcel="1",
        site__metres_to_road="900",
        site__leased_from="1.2.2026",
        site__leased_until="01.02.2030",
    )
    visitor.presses("add:site.hives")
    visitor.fills(site__hives__0__frames="10")
    visitor.presses("add:site.hives.0.boxes")
    visitor.fills(site__hives__0__boxes__0__colour="blue")
    visitor.presses()
    assert visitor.faults == ["Fill in: Height, cm"]
    visitor.fills(site__hives__0__boxes__0__height_cm="30")
    visitor.presses()
    assert visitor.title == "Helpers"
    visitor.fills(
        paste="Name of the helper\tBreeds known\tYear of training\nAli Example\tCarnica\t2020"
    )
    visitor.presses("paste")
    visitor.presses()
    assert visitor.title == "Fee"
    visitor.fills(fee__amount="7 200", fee__paid_on="30.01.2026")
    visitor.presses()
    assert visitor.title == "Papers"
    for name, content in zip(visitor.names(), PAPERS, strict=False):
        visitor.attaches(name, ("plan.pdf", content, "application/pdf"))
    visitor.presses()
    assert visitor.faults == ["Fill in: Scale"]
    scale = next(name for name in visitor.filled if name.endswith(":scale"))
    visitor.filled[scale] = ["500"]
    visitor.presses()
    assert visitor.title == "Check your answers", visitor.faults
    visitor.presses("check")
    visitor.goes_to(f"{root}/zip")
    assert unmet(visitor.content, specs, BEES) == {"signature.present"}


def test_what_does_not_apply_is_not_asked(visitor: Visitor) -> None:
    root = begun(visitor, "issue")
    steps = next(each for each in visitor.page.iter("ol") if each.get("class") == "steps")
    assert "Licence fee" in text_in(steps)
    visitor.fills(subject="annex")  # nothing is to be paid for it; but there is a licence already
    visitor.presses("go:answers")
    steps = next(each for each in visitor.page.iter("ol") if each.get("class") == "steps")
    assert "Licence fee" not in text_in(steps)
    assert "Earlier licence" in text_in(steps)
    assert "Changes" not in text_in(steps)
    visitor.goes_to(f"{root}/s/changes")
    assert visitor.status == 404
    visitor.goes_to(f"/en/service/{STANDARD}/issue")
    assert "Fee due: 43,250 tenge" in visitor.text


def test_changing_the_language_loses_nothing(visitor: Visitor) -> None:
    begun(visitor, "issue")
    visitor.fills(provider="Example department", channel="egov.kz")
    visitor.presses("lang:kk")
    assert visitor.path.startswith("/kk/a/")
    assert visitor.title == "Өтініш туралы"
    assert visitor.filled["provider"] == ["Example department"]
    assert visitor.filled["channel"] == ["egov.kz"]
    visitor.fills(provider="Другой департамент")
    visitor.presses("go:papers")
    assert visitor.path.endswith("/papers")
    visitor.goes_to(visitor.path.replace("/papers", "/s/subject"))
    assert visitor.filled["provider"] == ["Другой департамент"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_speaks_its_language(visitor: Visitor, lang: str) -> None:
    content = zipped(SAMPLES / "clinic-draft")
    visitor._arrived(visitor.client.post(f"/{lang}/open", files={"zip": ("a.zip", content)}))
    root = visitor.path.removesuffix("/answers")
    pages = [f"s/{each}" for each in ("subject", "applicant", "subtypes", "premises", "staff")]
    pages += ["s/fee", "s/consents", "s/staff/0", "papers", "answers", "report"]
    paths = [
        f"/{lang}/",
        f"/{lang}/service/{STANDARD}/issue",
        *(f"{root}/{each}" for each in pages),
    ]
    for path in [*paths, f"/{lang}/a/gone/answers"]:
        visitor.goes_to(path)
        html = next(visitor.page.iter("html"))
        assert html.get("lang") == lang
        assert "pages." not in visitor.text
        assert "{" not in visitor.text
        ids = [each.get("id") for each in visitor.page.iter() if each.get("id")]
        assert len(ids) == len(set(ids)), path
        assert len(list(visitor.page.iter("h1"))) == 1
        assert [
            each for each in visitor.page.iter() if each.get("style") or each.get("onclick")
        ] == []


def test_each_finding_of_the_report_leads_to_its_field(visitor: Visitor) -> None:
    content = zipped(SAMPLES / "clinic-several-faults")
    visitor._arrived(visitor.client.post("/ru/open", files={"zip": ("a.zip", content)}))
    visitor.goes_to(visitor.path.replace("/answers", "/report"))
    todo = next(each for each in visitor.page.iter("ol") if each.get("class") == "todo")
    links = [each.get("href") or "" for each in todo.iter("a")]
    assert len(links) == len(list(todo)) > 2
    for link in links:
        path, _, anchor = link.partition("#")
        visitor.goes_to(path)
        assert visitor.status == 200, link
        ids = {each.get("id") for each in visitor.page.iter()}
        assert not anchor or anchor in ids, link


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/de/", 404),
        ("/ru/nothing", 404),
        ("/ru/service/nothing/issue", 404),
        (f"/ru/service/{STANDARD}/nothing", 404),
        ("/ru/a/nothing/answers", 410),
        ("/ru/a/nothing/zip", 410),
    ],
)
def test_what_is_not_there_is_told(visitor: Visitor, path: str, status: int) -> None:
    visitor.goes_to(path)
    assert visitor.status == status
    assert len(visitor.text) > 20


def test_a_draft_that_was_erased_is_gone_and_the_page_says_how_to_go_on(visitor: Visitor) -> None:
    root = begun(visitor, "issue", lang="ru")
    visitor._arrived(visitor.client.post(f"{root}/forget"))
    visitor.goes_to(f"{root}/answers")
    assert visitor.status == 410
    assert "откройте его на первой странице" in visitor.text


@pytest.mark.parametrize(
    "data",
    [
        {"subject": "licence" * 100_000},
        {"provider": "\0\x1b[2J\u202e" * 1000, "do": "continue"},
        {"provider": "<script>alert(1)</script>", "do": "refresh"},
        {f"staff.{number}.name": "x" for number in range(20_000)},
        {"do": "remove:staff:99"},
        {"do": "add:applicant.name"},
        {"do": "add:" + "a." * 5000},
        {"do": "go:../../../../x\r\nSet-Cookie: a=b"},
        {"do": "lang:xx"},
        {"do": "drop:../../etc/passwd"},
        {"do": "open:nothing"},
        {"do": ":" * 1000},
        {"": "", "..": "", "applicant": "x", "premises": "x"},
    ],
    ids=lambda data: next(iter(data))[:12] or "empty",
)
def test_whatever_is_sent_is_answered_with_a_page(visitor: Visitor, data: dict[str, str]) -> None:
    root = begun(visitor, "issue")
    for page in ("s/subject", "s/applicant", "s/staff", "papers", "answers"):
        answer = visitor.client.post(f"{root}/{page}", data=data, follow_redirects=False)
        too_many = answer.status_code == 400 and len(data) > MOST_FIELDS
        assert answer.status_code in (200, 303) or too_many, (page, answer.status_code)
        assert "set-cookie" not in answer.headers
        assert "<script>alert" not in answer.text
    visitor.goes_to(f"{root}/answers")
    assert visitor.status == 200


def test_papers_that_will_not_do_are_told_in_their_place(visitor: Visitor) -> None:
    root = begun(visitor, "issue", lang="ru")
    visitor.fills(subject="licence")
    visitor.presses("go:papers")
    (name,) = visitor.names()
    pdf = ("x.pdf", PAPERS[0], "application/pdf")
    visitor.attaches(name, pdf, pdf)
    visitor.presses("stay")
    assert visitor.faults == ["Выберите один файл: соберите страницы документа в один PDF"]
    visitor.attaches(name, ("пусто.pdf", b"", "application/pdf"))
    visitor.presses("stay")
    assert visitor.faults == ["Файл пуст: выберите другой"]
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    visitor.attaches(name, ("../../IMG_1.HEIC", heic, "image/heic"))
    visitor.presses("stay")
    (fault,) = visitor.faults
    assert "documents/information_form.heic" in fault
    assert "HEIC" in fault
    assert "сохраните как JPEG или PDF" in fault
    visitor.attaches(name, pdf)
    visitor.presses("stay")
    assert visitor.faults == []
    visitor.presses("drop:documents/information_form.pdf")
    assert "information_form.pdf" not in visitor.text
    visitor.goes_to(f"{root}/zip")
    assert b"information_form" not in visitor.content.replace(b'"information_form"', b"")


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 1000, made_of({"standard": "x"})])
def test_a_zip_that_is_no_application_is_told_beside_its_field(
    visitor: Visitor, content: bytes
) -> None:
    visitor._arrived(visitor.client.post("/kk/open", files={"zip": ("a.zip", content)}))
    assert visitor.status == 200
    assert len(visitor.faults) == 1
