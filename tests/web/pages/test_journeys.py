"""Four people from the first page to an application in order, in a browser, with no YAML seen."""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pikepdf
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.absent import absent
from tests.project import ROOT, SAMPLES
from tests.then import STANDARD, THEN
from tests.web.pages.test_pages import NOW, unmet
from validator.web.app import make_app
from validator.web.settings import Settings

AXE: Final = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS: Final = (1400, 320)
FLAGS: Final = (
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-quic"),
)
PAPERS: Final = list(
    {file.read_bytes(): file for file in sorted(SAMPLES.glob("*/documents/*.pdf"))}
)
UNSIGNED: Final = {"signature.present"}
"""All that is left to do before an application is signed."""
HEIC: Final = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


def locked() -> bytes:
    """A PDF that asks for a password."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(PAPERS[0])) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="o", user="u"))
    return made.getvalue()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = make_app(Settings(THEN, jobs=1, now=lambda: NOW))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        absent("Chromium")
    if not AXE.is_file():
        absent("axe-core")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@dataclass
class Person:
    """Somebody at a browser, who sees to it that each page is fit to be seen."""

    page: Page
    address: str
    lang: str
    looked: set[tuple[str, bool]]
    has_script: bool
    wrong: list[str] = field(default_factory=list)

    def begins(self, service: str) -> None:
        self.page.on("console", lambda said: self.wrong.append(said.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(f"{self.address}/{self.lang}/")
        self.looks()
        self.page.click(f'a[href$="/{service}"]')
        self.looks()
        self.page.click("main button.main")

    def looks(self) -> None:
        """Nothing runs over the edge; and nothing serious is in the way of those who see little."""
        page = self.page
        page.wait_for_load_state()  # a click waits for the next page to begin, not to be there
        kind = page.url.rpartition("/a/")[2].partition("/")[2], page.locator("#summary").count() > 0
        if kind in self.looked:
            return
        self.looked.add(kind)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, (page.url, width)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        if self.has_script:
            page.evaluate(AXE.read_text("utf-8"))
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert [(e["id"], e["nodes"][0]["html"]) for e in found] == [], page.url

    def presses(self, do: str = "continue") -> list[str]:
        """Press a button; what is then told at the top, each also beside a control."""
        self.looks()
        self.page.click(f'main button[name="do"][value="{do}"]')
        self.looks()
        told = self.page.locator("#summary a").all_inner_texts()
        beside = " ".join(self.page.locator("p.fault").all_text_contents())
        assert all(each in beside for each in told)
        described = self.page.locator("[aria-invalid]")
        for number in range(described.count()):
            ids = described.nth(number).get_attribute("aria-describedby") or ""
            assert any(self.page.locator(f"[id='{each}'].fault").count() for each in ids.split())
        return told

    def fills(self, **answers: str) -> None:
        for key, answer in answers.items():
            name = key.replace("__", ".")
            controls = self.page.locator(f'main [name="{name}"]')
            controls.last.wait_for(state="attached")
            if controls.last.get_attribute("type") in ("radio", "checkbox"):
                self.page.check(f'main [name="{name}"][value="{answer}"]')
            else:
                controls.fill(answer)

    def attaches(self, number: int, content: bytes, name: str = "скан документа.PDF") -> None:
        inputs = self.page.locator("main input[type=file]")
        file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        inputs.nth(number).set_input_files(file)

    def attaches_all(self) -> int:
        count = self.page.locator("main input[type=file]").count()
        for number in range(count):
            self.attaches(number, PAPERS[number])
        return count

    def pays(self, amount: str) -> None:
        self.fills(fee__0__amount=amount, fee__0__paid_on="30.01.2026", fee__0__reference="PAY-1")
        assert self.presses() == []

    def finishes(self) -> bytes:
        """Check the answers, read the report and save the zip."""
        assert self.presses("check") == []
        assert self.page.locator(".verdict.good").count() == 1, self.page.inner_text("main")
        assert self.page.locator(".todo li").count() == 1  # to sign it
        with self.page.expect_download() as waiting:
            self.page.click("main .saving button")
        assert self.wrong == []
        return Path(waiting.value.path()).read_bytes()


@pytest.fixture(scope="module")
def looked() -> set[tuple[str, bool]]:
    """The pages that were looked at, by the ends of their paths, and with faults or without."""
    return set()


@pytest.fixture
def person(
    browser: Browser, address: str, looked: set[tuple[str, bool]]
) -> Iterator[Callable[..., Person]]:
    opened: list[Any] = []

    def made(lang: str, *, has_script: bool = True) -> Person:
        context = browser.new_context(java_script_enabled=has_script, locale=lang)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return Person(page, address, lang, looked, has_script)

    yield made
    for each in opened:
        each.close()


def test_a_doctor_alone_makes_every_natural_mistake_and_mends_it(
    person: Callable[..., Person],
) -> None:
    someone = person("ru")
    someone.begins("issue")
    assert len(someone.presses()) == 3
    someone.fills(subject="licence", channel="egov.kz", provider="Департамент по городу Астане")
    assert someone.presses() == []
    someone.fills(applicant__type="individual", applicant__iin="93042840000")
    someone.fills(applicant__name="Пример Айгуль", applicant__mobile="8 7172 55 55 55")
    someone.fills(applicant__address="Астана, ул. Примерная, 5", applicant__email="a@example")
    someone.fills(applicant__studies_finished="2012")
    someone.page.keyboard.press("Tab")
    someone.fills(applicant__retrained="false")  # it was not asked before
    assert someone.presses() == [
        "ИИН заявителя: нужно ровно двенадцать цифр",
        "Мобильный телефон: номер не мобильный, SMS на него не придёт",
        "Электронная почта: укажите один адрес, например office@example.kz",
    ]
    someone.fills(applicant__iin="930428 400 007", applicant__mobile="8 (701) 123-45-67")
    someone.fills(applicant__email="a@example.kz")
    assert someone.presses() == []
    someone.page.fill("[name=search]", "педиатр")
    assert someone.page.locator(".choice:visible").count() == 2
    someone.fills(subtypes="outpatient.paediatrics")
    assert someone.presses() == []
    assert someone.presses() == ["Помещения: нужно хотя бы 1"]
    someone.presses("entry:premises")
    someone.fills(premises__0__address="Астана, ул. Примерная, 5", premises__0__title="lease")
    someone.fills(premises__0__title_in_gateway="false")
    assert someone.presses() == []
    assert someone.presses() == []
    assert someone.presses() == []  # nobody works for them
    someone.fills(fee__0__amount="43 250 тг", fee__0__paid_on="30.01", fee__0__reference="PAY-1")
    assert someone.presses() == [
        "Дата оплаты: запишите дату как день.месяц.год, например 31.01.2026"
    ]
    someone.fills(fee__0__paid_on="30.01.2026")
    assert someone.presses() == []
    someone.fills(consents__restricted_personal_data="true")
    assert someone.presses() == []
    someone.attaches(0, HEIC, "IMG_0001.HEIC")
    someone.attaches(1, locked(), "форма.pdf")
    told = someone.presses()
    assert "HEIC" in told[0]
    assert "просит пароль" in told[1]
    assert len(told) == 4  # two are not there yet
    assert someone.attaches_all() == 4
    assert someone.presses() == []
    assert unmet(someone.finishes(), THEN, STANDARD) == UNSIGNED


def number_of(person: int) -> str:
    """A well-formed number of nobody."""
    for ending in range(10_000):
        digits = f"{70 + person}0101{400000 + person * 100 + ending:06}"[:11]
        for weights in ((*range(1, 12),), (*range(3, 12), 1, 2)):
            control = sum(int(a) * b for a, b in zip(digits, weights, strict=True)) % 11
            if control < 10:
                return f"{digits}{control}"
    raise AssertionError


def pays_in_parts(someone: Person) -> None:
    """A part of the fee is added and the first one removed, with no way to the server."""
    page = someone.page
    page.evaluate("window.stayed = true")
    someone.fills(fee__0__amount="1", fee__0__reference="PAY-0")
    page.click('[value="add:fee"]')
    assert page.evaluate("document.activeElement.name") == "fee.1.amount"
    assert page.locator("fieldset.entry > legend").all_inner_texts()[1].endswith(": 2")
    assert page.locator('label[for="f-fee-1-amount"]').count() == 1
    assert page.locator("main [data-said]").inner_text().endswith(": 2")
    someone.fills(fee__1__amount="43 250 теңге", fee__1__paid_on="30.01.2026")
    someone.fills(fee__1__reference="PAY-1")
    page.click('[value="remove:fee:0"]')
    assert page.evaluate("document.activeElement.value") == "add:fee"
    assert page.locator('[value="remove:fee:0"]').is_hidden()  # one there has to be
    assert page.locator("#f-fee-0-reference").input_value() == "PAY-1"
    assert page.locator("[name^='fee.1.']").count() == 0
    page.click('[value="add:fee"]')
    page.click('[value="remove:fee:1"]')
    assert page.evaluate("window.stayed")
    assert someone.presses() == []


def test_a_clinic_pastes_its_staff_and_premises(person: Callable[..., Person]) -> None:
    someone = person("kk")
    someone.begins("issue")
    someone.fills(subject="licence_and_annex", channel="elicense.kz", provider="Алматы")
    assert someone.presses() == []
    someone.fills(applicant__type="legal_entity", applicant__bin="190240000300")
    someone.fills(applicant__name="Үлгі ЖШС", applicant__mobile="87010000501")
    someone.fills(applicant__email="office@example.kz", applicant__address="Алматы, Үлгі, 5")
    assert someone.presses() == []
    someone.fills(subtypes="outpatient.paediatrics")
    someone.fills(subtypes="outpatient.dentistry")
    assert someone.presses() == []
    rows = [f"Алматы, Үлгі көшесі, {n}\tЖалға алу\t{'иә' if n == 2 else 'жоқ'}" for n in (1, 2, 3)]
    someone.page.click("summary")
    someone.fills(paste="\n".join(rows))
    assert someone.presses("paste") == []
    assert someone.presses() == []
    rows = [
        f"Үлгі Маман {n}\t{number_of(n)}\tдәрігер\tстоматология\t{2008 + n}\tжоқ\t"
        f"{'жоқ' if n < 3 else 'иә'}"
        for n in range(14)
    ]
    someone.page.click("summary")
    someone.fills(paste="\n".join(rows).replace(number_of(3), "12345"))
    assert someone.presses("paste") == []
    assert someone.page.locator("table.entries tbody tr").count() == 14
    someone.page.click("tr.wrong a")
    assert someone.page.locator("#summary a").all_inner_texts() == [
        "Маманның ЖСН-і: дәл он екі цифр керек"
    ]
    someone.fills(staff__3__iin=number_of(3))
    assert someone.presses() == []
    assert someone.presses() == []
    pays_in_parts(someone)
    someone.fills(consents__restricted_personal_data="true")
    assert someone.presses() == []
    # Two forms, seven diplomas of before 2015, three contracts, two leases.
    assert someone.attaches_all() == 14
    assert someone.presses() == []
    assert "педиатрия" in someone.page.locator(".fault").first.inner_text()  # nobody works in it
    someone.page.locator(".line.wrong a").first.click()
    told = someone.page.locator("#summary a").all_inner_texts()
    assert len(told) == 1
    assert "педиатрия" in told[0]
    someone.page.uncheck('[name=subtypes][value="outpatient.paediatrics"]')
    assert someone.presses() == []
    someone.page.click('aside [value="go:answers"]')
    assert unmet(someone.finishes(), THEN, STANDARD) == UNSIGNED


def test_a_clinic_that_moved_asks_for_a_new_licence(person: Callable[..., Person]) -> None:
    someone = person("ru")
    someone.begins("reissue")
    someone.fills(subject="licence", channel="egov.kz", provider="Департамент по городу Алматы")
    assert someone.presses() == []
    someone.fills(applicant__type="legal_entity", applicant__bin="190240000300")
    someone.fills(applicant__name="ТОО Пример", applicant__mobile="87010000501")
    someone.fills(applicant__email="office@example.kz", applicant__address="Алматы, Примерная, 5")
    assert someone.presses() == []
    someone.fills(previous_licence__number="00001", previous_licence__issued_on="14.6.2023")
    someone.fills(previous_licence__medium="electronic", previous_licence__condition="valid")
    assert someone.presses() == []
    someone.presses("entry:changes")
    someone.page.select_option('[name="changes.0.ground"]', "legal_entity_location")
    someone.fills(changes__0__occurred_on="20.01.2026", changes__0__in_state_systems="false")
    assert someone.presses() == []
    assert someone.presses() == []
    someone.pays("4 325")
    someone.fills(consents__restricted_personal_data="true")
    assert someone.presses() == []
    assert someone.attaches_all() == 2
    assert someone.presses() == []
    assert unmet(someone.finishes(), THEN, STANDARD) == UNSIGNED


def test_the_owner_of_a_lost_licence_needs_no_script(person: Callable[..., Person]) -> None:
    someone = person("kk", has_script=False)
    someone.begins("duplicate")
    someone.fills(subject="licence", channel="egov.kz", provider="Астана қаласының департаменті")
    assert someone.presses() == []
    someone.fills(applicant__type="individual")
    someone.presses()  # what hangs on it is asked then
    someone.fills(applicant__iin="930428400007", applicant__name="Үлгі Айгүл")
    someone.fills(applicant__mobile="8 701 000 12 01", applicant__email="a@example.kz")
    someone.fills(applicant__address="Астана, Үлгі көшесі, 5")
    assert someone.presses() == []
    someone.fills(previous_licence__number="00001", previous_licence__issued_on="14.06.2015")
    someone.fills(previous_licence__medium="electronic", previous_licence__condition="lost")
    (told,) = someone.presses()  # of an electronic one there is no duplicate
    assert "қағаз" in told.lower()
    someone.fills(previous_licence__medium="paper")
    assert someone.presses() == []
    someone.pays("43250")
    someone.fills(consents__restricted_personal_data="true")
    assert someone.presses() == []
    assert someone.attaches_all() == 1
    assert someone.presses() == []
    assert unmet(someone.finishes(), THEN, STANDARD) == UNSIGNED
