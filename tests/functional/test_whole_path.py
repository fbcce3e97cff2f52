"""The whole first path, as its people walk it in their browsers.

Lists are loaded, slips are printed, a teacher fills a lesson in the grid by keyboard and
publishes the total; the journal locks; the student sees the own marks, another teacher a
refusal with its clause.
"""

from __future__ import annotations

import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from oshj_portal.scripts.account import make_administrator

pytestmark = pytest.mark.browser

MODULES = [
    f"module{number}_{part}"
    for number in (1, 2)
    for part in ("starts", "ends", "entry_opens", "entry_closes")
]
LISTS = {
    "semesters": [
        ["id", "year", "number", "starts", "ends", *MODULES],
        [
            *("2026-1", "2026", "1", "01.09.2026", "24.01.2027"),
            *("01.09.2026", "25.10.2026", "01.09.2026", "31.10.2026"),
            *("26.10.2026", "20.12.2026", "26.10.2026", "26.12.2026"),
        ],
    ],
    "units": [["id", "name", "kind", "parent"], ["MATH", "Математика факультети", "факультет", ""]],
    "teachers": [
        ["id", "family_name", "given_name", "patronymic", "latin_name", "unit", "position"],
        ["t1", "Асанова", "Гүлнара", "Төлөновна", "", "MATH", "доцент"],
        ["t2", "Бекова", "Жамийла", "", "", "MATH", "окутуучу"],
        ["d1", "Деканова", "Өмүрай", "", "", "MATH", "декандын орун басары"],
    ],
    "groups": [
        ["id", "unit", "speciality", "entry_year", "subgroups"],
        ["АУБ-1-24", "MATH", "Автоматташтырылган башкаруу", "2024", ""],
    ],
    "students": [
        ["id", "family_name", "given_name", "patronymic", "latin_name", "group", "subgroup"],
        ["s1", "Үсөн кызы", "Каныкей", "", "", "АУБ-1-24", ""],
        ["s2", "Абдыкеримова", "Айсулуу", "", "", "АУБ-1-24", ""],
        ["s3", "Өмүрзакова", "Алтынай", "", "", "АУБ-1-24", ""],
    ],
    "subjects": [
        ["id", "name", "unit", "credits"],
        ["algebra", "Алгебра", "MATH", "4"],
        ["history", "Тарых", "MATH", "2"],
    ],
    "assignments": [
        ["id", "teacher", "subject", "groups", "semester", "kind", "control", "scheme"],
        ["a1", "t1", "algebra", "АУБ-1-24", "2026-1", "практикалык", "экзамен", "example-100"],
        ["a2", "t2", "history", "АУБ-1-24", "2026-1", "лекция", "экзамен", "example-100"],
    ],
}


def workbook() -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in LISTS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def secrets_of(slips: bytes) -> dict[str, str]:
    """Login → password, as they stand on the printed slips."""
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(slips)).pages)
    logins = re.findall(r"Логин:?\s*(\S+)", text)
    secrets = re.findall(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", text)
    assert len(logins) == len(secrets) > 0, text
    return dict(zip(logins, secrets, strict=True))


class Person:
    """Somebody at a browser."""

    def __init__(self, context, address: str) -> None:
        self.page = context.new_page()
        self.address = address

    def goes(self, path: str):
        return self.page.goto(self.address + path)

    def signs_in(self, login: str, secret: str) -> None:
        self.goes("/sign-in")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=secret]", secret)
        self.page.click("#sign-in-sign_in")
        expect(self.page.locator(".who-name")).to_be_visible()

    def prints_slips(self, path: str) -> dict[str, str]:
        self.goes(path)
        with self.page.expect_download() as download:
            self.page.click("form[data-slip] button.primary")
        return secrets_of(download.value.path().read_bytes())


def test_from_the_lists_to_a_locked_journal(empty_portal, serve, new_context):
    with empty_portal.site() as site:
        environment = SimpleNamespace(site=site, clock=empty_portal.clock)
        secret = make_administrator(environment, "admin")
    address = serve(empty_portal.app)

    def someone() -> Person:
        return Person(new_context(), address)

    # The administrator loads the lists (4.1) …
    admin = someone()
    admin.signs_in("admin", secret)
    admin.goes("/control/lists")
    admin.page.set_input_files(
        "input[type=file]",
        {"name": "тизме.xlsx", "mimeType": "application/zip", "buffer": workbook()},
    )
    admin.page.click("#upload-check")
    admin.page.click("form[action='/control/lists-apply'] button")
    expect(admin.page.locator("section.card.good")).to_be_visible()

    # … makes a deanery (4.1) and hands out the slips of the staff (3.3).
    admin.goes("/control/roles")
    form = admin.page.locator("form.form")
    form.locator("[name=person]").fill("d1")
    form.locator("[name=role]").select_option("deanery")
    form.locator("[name=scope]").select_option("unit:MATH")
    form.locator("[name=reason]").fill("№ 1 буйрук")
    form.locator("button[type=submit]").click()
    expect(admin.page.locator("table.list")).to_contain_text("Деканова")
    staff = admin.prints_slips("/units/MATH/credentials")

    # The deanery prints those of its students (3.3).
    dean = someone()
    dean.signs_in("d1", staff["d1"])
    students = dean.prints_slips("/units/MATH/АУБ-1-24/credentials")
    assert set(students) == {"s1", "s2", "s3"}

    # The teacher walks faculty → group → subject and opens a lesson (3.4).
    teacher = someone()
    page = teacher.page
    teacher.signs_in("t1", staff["t1"])
    teacher.goes("/units")
    for step in ("Математика факультети", "АУБ-1-24", "Алгебра"):
        page.locator("main").get_by_role("link", name=step).first.click()
    journal = page.url
    page.locator("a.primary[href$=open-lesson]").click()
    page.fill("[name=topic]", "Матрицанын рангы")
    page.locator("[value=oral]").check()
    page.locator("main form button[type=submit]").first.click()
    page.goto(journal)

    # Attendance and marks by keyboard; names stand by the Kyrgyz alphabet.
    names = page.locator("tbody th.name").all_inner_texts()
    assert [name.split("\n")[-1].lstrip("123") for name in names] == [
        "Абдыкеримова Айсулуу",
        "Өмүрзакова Алтынай",
        "Үсөн кызы Каныкей",
    ]
    cell = page.locator("tbody tr").nth(0).locator("td").nth(0)
    cell.click()
    for typed in ("5", "ж", "к"):
        page.keyboard.press("F2")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("✓")
    first = page.locator("tbody tr td:nth-child(2)")
    expect(first).to_have_text(["5", "ж", "·"])

    # The intermediate total, pasted like from a spreadsheet, then published: locked (4.3).
    points = page.locator("tbody tr").nth(0).locator("td").nth(1)
    points.click()
    for typed in ("21,5", "12,5", "30"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("✓")
    page.reload()
    expect(page.locator("tbody tr").nth(1).locator("td").nth(1)).to_have_text("12,5")
    page.locator("a[href$='intermediate-1/publish']").click()
    page.locator("main form button[type=submit]").click()
    page.goto(journal)
    expect(page.locator(".lock").first).to_contain_text("4.3")

    # A further edit is refused: by the grid, and by the server if somebody goes around it.
    page.locator("tbody tr").nth(1).locator("td").nth(1).click()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    page.reload()
    expect(page.locator("tbody tr").nth(1).locator("td").nth(1)).to_have_text("12,5")
    refusal = page.evaluate(
        """async (path) => {
            const token = document.querySelector("meta[name=csrf-token]").content;
            const answer = await fetch(path, {
              method: "POST",
              headers: {"Content-Type": "application/json", "Accept": "application/json",
                        "X-CSRF-Token": token},
              body: JSON.stringify({request: "around", cells: [
                {slot: 0, field: 1, value: "30", expected: null}]})});
            return [answer.status, (await answer.json()).clause];
        }""",
        journal.rstrip("/") + "/intermediate-1/cells",
    )
    assert refusal == [403, "4.3"]

    # The student sees the own marks and nobody else's (2.5, 4.2).
    student = someone()
    student.signs_in("s3", students["s3"])
    student.goes("/people/s3/progress")
    main = student.page.locator("main")
    expect(main).to_contain_text("12,5")
    assert "21,5" not in main.inner_text()
    assert student.goes("/people/s1/progress").status == 403
    assert student.page.goto(journal).status == 403

    # Another teacher is refused, with the clause (4.3).
    other = someone()
    other.signs_in("t2", staff["t2"])
    assert other.page.goto(journal).status == 403
    expect(other.page.locator("main")).to_contain_text("4.3")
