"""Whatever is sent, the answer is a page: no error of the program, nothing stored by a refusal."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier
from urllib.parse import quote, urlencode

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from webob import Request

from oshj_core.people import PersonName, Student
from oshj_core.ports import Member
from oshj_portal.persistence import database
from tests.portal.test_access import DECLARED, filled, publish
from tests.support.places import LESSON, PLACES, journal_of
from tests.support.portal import SECRET
from tests.support.university import JOURNAL, PEOPLE, PRACTICE

__all__ = ["filled"]

FORM = "application/x-www-form-urlencoded"
LESSON_PATH = PLACES["LessonResource"]
CELLS = f"{LESSON_PATH}/cells"
SENDERS = (None, "s1", "asanova", "other", "deanmed", "dean", "admin")


@attrs.frozen
class Client:
    """Sends raw requests in the name of somebody, and looks at what became of them."""

    app: object
    db: object
    cookies: str
    token: str

    def send(self, method, path, body=b"", content_type=FORM, query="", cookies=None, **environ):
        """The answer; it is never an error of the program, and a refusal stores nothing."""
        request = Request.blank("/", method=method, body=body)
        request.environ.update(
            PATH_INFO=path.encode("utf-8", "surrogateescape").decode("latin-1"),
            QUERY_STRING=query,
            HTTP_COOKIE=self.cookies if cookies is None else cookies,
            **environ,
        )
        if method == "POST":
            request.environ["CONTENT_TYPE"] = content_type
        before = self.db.lastTransaction()
        answer = request.get_response(self.app)
        assert answer.status_int < 500, (method, path, body[:200], query[:200])
        answer.headers["Location"].encode("latin-1") if "Location" in answer.headers else None
        if self.db.lastTransaction() != before:
            # A failed sign-in is counted: the one refusal that stores something.
            assert method == "POST"
            assert answer.status_int < 400 or path == "/sign-in"
        return answer

    def post(self, path, fields=(), **kw):
        """A form with its token."""
        pairs = [*(fields.items() if isinstance(fields, dict) else fields)]
        body = urlencode([*pairs, ("csrf_token", self.token)], errors="surrogateescape")
        return self.send("POST", path, body.encode(), **kw)

    def multipart(self, path, fields=(), files=()):
        """A form in which some fields are files."""
        parts = [(f'name="{name}"', value) for name, value in fields]
        parts += [(f'name="{name}"; filename="f.txt"', value) for name, value in files]
        body = "".join(
            f"--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n"
            for head, value in parts
        )
        return self.send(
            "POST", path, f"{body}--XX--\r\n".encode(), "multipart/form-data; boundary=XX"
        )

    def cells(self, body: bytes, path=CELLS):
        """What the grid's module would send."""
        return self.send(
            "POST",
            path,
            body,
            "application/json",
            HTTP_X_CSRF_TOKEN=self.token,
            HTTP_ACCEPT="application/json",
        )


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """One storage is enough here: what differs between them is tried in ``store``."""
    (tmp_path / "var").mkdir()
    monkeypatch.chdir(tmp_path)
    return "filestorage"


@pytest.fixture
def client(filled):
    """Makes a client for a person; for nobody by default."""

    def make(person=None):
        browser = filled.browser(person)
        token = filled.token(browser)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        return Client(filled.app, database(filled.registry), cookies, token)

    return make


def path_of(view):
    context, name, _ = view.split()
    return PLACES[context].rstrip("/") + ("" if name == "-" else f"/{name}") or "/"


POSTS = tuple(path_of(view) for view in DECLARED if view.endswith(" POST"))
GETS = tuple(path_of(view) for view in DECLARED if view.endswith(" GET"))


# What cannot be read


def test_a_query_that_is_no_text_is_answered(client):
    for person in ("admin", "s1"):
        sender = client(person)
        for path in GETS:
            for query in ("%ff", "q=%ed%a0%80", "q=%00&slot=%00&id=%00", "&&=&;"):
                sender.send("GET", path, query=query)


def test_a_form_that_is_none_is_answered(client):
    for person in (None, "admin"):
        sender = client(person)
        for body in (
            b"login=\xff&secret=x",
            b"login=%ff&secret=x",
            b"login=%ed%a0%80&secret=x",
            b"login=a%00&secret=%00",
            b"__start__=x:mapping&login=a",
            b"__start__=login:sequence&x=1&__end__=login:sequence",
            b"__end__=a",
            b"__start__=zzz",
        ):
            for path in ("/sign-in", "/control/roles", "/control/settings"):
                sender.send("POST", path, body + f"&csrf_token={sender.token}".encode())


def test_a_kind_of_body_nobody_knows_is_refused(client):
    sender = client()
    for content_type in (
        f"{FORM}; charset=windows-1251",
        f"{FORM}; charset=nonsense",
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        'multipart/form-data; boundary=" "',
        "application/json",
        "",
        ";;;",
    ):
        answer = sender.send("POST", "/sign-in", b"login=a", content_type)
        assert answer.status_int in (400, 422), content_type


def test_a_file_in_the_place_of_a_text_is_refused(client):
    for person, path, field in (
        (None, "/language", "next"),
        (None, "/sign-in", "login"),
        ("dean", "/people/s1/student-issue", "reason"),
        ("admin", "/control/take-role", "scope"),
        ("admin", "/control/lists-apply", "digest"),
        ("asanova", LESSON_PATH, "topic"),
        ("s1", "/sessions", "key"),
    ):
        sender = client(person)
        fields = [("csrf_token", sender.token)]
        assert sender.multipart(path, fields, [(field, "x")]).status_int == 400
        assert sender.multipart(path, files=[("csrf_token", "x")]).status_int == 400


def test_too_much_is_refused_before_it_is_read(client):
    much = b"login=" + b"a" * 2**21
    assert client().send("POST", "/sign-in", much).status_int == 413
    assert client().send("POST", "/people/s1/student-issue", much).status_int == 413
    assert client("admin").send("POST", "/control/roles", much).status_int == 413


def test_a_cookie_of_ones_own_making_says_nothing(client):
    sender = client()
    body = urlencode({"login": "s2", "secret": "x", "csrf_token": sender.token}).encode()
    high = '"' + r"\303\251" * 128 + '5f000000a!b"'
    for value in ("", "x" * 4000, "a" * 128 + "5f000000a!b", high, "%00"):
        for name in ("session", "flash", "csrf", "language", "device"):
            cookies = f"oshj-csrf={sender.token}; oshj-{name}={value}"
            sender.send("GET", "/sign-in", cookies=cookies)
            assert sender.send("GET", "/units", cookies=cookies).status_int == 401
        answer = sender.send("POST", "/sign-in", body, cookies=f"oshj-csrf={value}")
        assert answer.status_int in (400, 422)


def test_a_device_cookie_of_ones_own_making_is_a_strangers(client):
    sender = client()
    digest = hashlib.sha256(b"s2").hexdigest()[:16]
    cookies = rf'{sender.cookies}; oshj-device="{digest}.aa.\303\251"'
    fields = {"login": "s2", "secret": "x"}
    answers = [sender.post("/sign-in", fields, cookies=cookies) for _ in range(10)]
    assert {answer.status_int for answer in answers} == {422}
    fields["secret"] = SECRET
    assert sender.post("/sign-in", fields, cookies=cookies).status_int == 422


@pytest.mark.parametrize("login", ["S2", " s2 ", "\u017f2"])
def test_other_spellings_of_a_login_share_its_attempts(client, login):
    sender = client()
    for _ in range(10):
        sender.post("/sign-in", {"login": "s2", "secret": "x"})
    assert sender.post("/sign-in", {"login": login, "secret": SECRET}).status_int == 422


# Where a sign-in leads


def test_nobody_is_led_elsewhere(client):
    sender = client()
    for following in (
        "//evil.example",
        "/\\evil.example",
        "/\t\\evil.example",
        "/\t/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/?\r\nX-Injected: 1",
        "/x\r\nSet-Cookie: a=b",
        "/?ж",
        "/@@\0",
        "",
    ):
        answer = sender.post("/language", {"language": "ky", "next": following})
        assert answer.headers["Location"] == "http://localhost/", following
        fields = {"login": "s1", "secret": SECRET, "next": following}
        assert sender.post("/sign-in", fields).headers["Location"] == "http://localhost/"


@pytest.mark.parametrize(
    "kept", ["[" * 100_000, r'[["\ud800", "\ud800"]]', "[[1, 2]]", "nul", "{}"]
)
def test_what_was_not_kept_is_not_sent_again(client, kept):
    answer = client().post("/sign-in", {"login": "s1", "secret": SECRET, "kept": kept})
    assert answer.status_int == 303


def test_a_session_begins_with_a_reference_nobody_knew_before(client, filled):
    earlier = client("s1")
    body = urlencode({"login": "s2", "secret": SECRET, "csrf_token": earlier.token})
    answer = earlier.send("POST", "/sign-in", body.encode())
    given = [one for one in answer.headers.getall("Set-Cookie") if one.startswith("oshj-session=")]
    assert given
    assert not any(one.partition(";")[0] in earlier.cookies for one in given)


# What a closed place tells


def test_a_guest_is_not_told_who_and_what_there_is(client):
    guest = client()
    for there, nowhere in (
        ("/people/s1", "/people/nobody"),
        ("/units/math/АУБ-1-24", "/units/math/ЖОК-1-24"),
        (f"{PLACES['JournalResource']}/{LESSON}", f"{PLACES['JournalResource']}/aaaaaaaaab"),
    ):
        answers = [guest.send("GET", path) for path in (there, nowhere)]
        assert [answer.status_int for answer in answers] == [401, 401]


def test_the_page_of_a_refusal_names_nothing_of_the_place(client):
    stranger = client("s6")
    for path in (PLACES["LessonResource"], f"{PLACES['JournalResource']}/nothing", "/units/math/x"):
        text = stranger.send("GET", path).text
        assert not any(word in text for word in ("Математика", "Алгебра", "АУБ-1-24"))
    text = stranger.send("GET", PLACES["JournalResource"], query="%ff").text
    assert "Математика" not in text


# What is stored and shown


def test_what_people_typed_is_never_markup_or_a_formula(client, filled):
    script, formula = "<script>alert(1)</script>", "=HYPERLINK(1)"
    with filled.site() as site:
        for code, family in (("s8", script), ("s9", formula)):
            site.university.students.put(Student(code, PersonName(family, script), "АУБ-1-24", 1))
            site.registers.get(JOURNAL).enrol(Member(code))
    teacher, dean, admin = client("asanova"), client("dean"), client("admin")
    saved = teacher.post(LESSON_PATH, {"topic": f"{formula}{script}\0\x0b\u202e"})
    assert saved.status_int == 303
    for sender, path in (
        (teacher, PLACES["JournalResource"]),
        (teacher, LESSON_PATH),
        (teacher, f"{LESSON_PATH}/history"),
        (dean, "/people/s8"),
        (dean, PLACES["GroupResource"]),
        (admin, "/control/users"),
    ):
        answer = sender.send("GET", path, query=urlencode({"q": script}))
        assert answer.status_int == 200
        assert script not in answer.text
    with filled.site() as site:
        journal = journal_of(filled, site, "asanova")
        topic = journal.state(journal.register.lesson(LESSON)).facts["topic"]
    assert topic.isprintable()
    workbook = teacher.send("GET", f"{PLACES['JournalResource']}/journal.xlsx").body
    cells = [cell for row in load_workbook(BytesIO(workbook)).active for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_the_longest_name_the_lists_take_fits_a_slip(client, filled):
    long = PersonName("Щ" * 100, "Щ" * 100, "Щ" * 100)
    with filled.site() as site:
        for number in range(7):
            site.university.students.put(Student(f"x{number}", long, "АУБ-1-24", 1))
    answer = client("dean").post(f"{PLACES['GroupResource']}/credentials")
    assert answer.content_type in ("application/pdf", "text/html")
    answer = client("dean").post("/people/x1/student-issue", {"reason": "lost"})
    assert answer.content_type == "application/pdf"


def test_messages_nobody_reads_do_not_pile_up(client):
    dean = client("dean")
    cookies = dean.cookies
    for _ in range(30):
        answer = dean.post(f"{PLACES['GroupResource']}/credentials", cookies=cookies)
        assert answer.status_int == 303
        for one in answer.headers.getall("Set-Cookie"):
            if one.startswith("oshj-flash="):
                cookies = f"{dean.cookies}; {one.partition(';')[0]}"


def test_an_hour_without_a_bell_is_shown_all_the_same(client, filled):
    with filled.site() as site:
        journal_of(filled, site, "asanova").open_lesson(
            PRACTICE, filled.clock.now().date(), 20, "cccccccccc"
        )
    assert client("asanova").send("GET", "/").status_int == 200


# Two at once


def together(calls):
    start = Barrier(len(calls), timeout=60)

    def run(call):
        start.wait()
        return call().status_int

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def raw(sender, path, fields):
    """Sends without looking at the store, which others write meanwhile."""
    request = Request.blank(quote(path), method="POST", POST={**fields, "csrf_token": sender.token})
    request.headers["Cookie"] = sender.cookies
    return request.get_response(sender.app)


def test_an_hour_opened_in_four_tabs_is_one_lesson(client, filled):
    teacher = client("asanova")
    path = f"{PLACES['JournalResource']}/open-lesson"
    for slot in "3456":
        fields = {"assignment": "a-lec", "date": "28.09.2026", "slot": slot, "topic": "Матрица"}
        assert together([lambda sent=fields: raw(teacher, path, sent)] * 4) == [303] * 4
    with filled.site() as site:
        for journal in (JOURNAL, "АУБ-2-24:algebra:2026-1"):
            lessons = site.registers.get(journal).lessons()
            assert [one.slot for one in lessons if one.assignment == "a-lec"] == [3, 4, 5, 6]
            events = site.audit.about(f"journal:{journal}")
            assert [event.action for event in events] == ["lesson.open"] * 4


def test_a_total_published_in_three_tabs_is_published_once(client, filled):
    teacher = client("asanova")
    control = PLACES["ControlResource"]
    assert teacher.post(control, {f"points-{slot}": "20" for slot in range(4)}).status_int == 303
    answers = together([lambda: raw(teacher, f"{control}/publish", {})] * 3)
    assert sorted(answers) == [303, 403, 403]


def test_wrong_secrets_sent_at_once_are_all_counted(client, filled):
    guest = client()
    wrong = {"login": "s2", "secret": "x"}
    answers = together([lambda: raw(guest, "/sign-in", wrong)] * 12)
    assert set(answers) <= {422, 503}
    with filled.site() as site:
        assert site.accounts.attempts("s2").failed == min(10, answers.count(422))


# Reading


def test_no_page_writes_by_being_read(client, filled):
    for person in (None, *PEOPLE):
        sender = client(person)
        for path in GETS:
            for method in ("GET", "HEAD"):
                sender.send(method, path)


# A published module


def test_no_way_of_writing_gets_past_the_lock(client, filled):
    publish(filled)
    teacher = client("asanova")
    before = teacher.db.lastTransaction()
    cell = {"request": "lock-test", "cells": [{"slot": 0, "field": 0, "value": "ж"}]}
    body = json.dumps(cell).encode()
    opening = {"assignment": "a-prac", "date": "28.09.2026", "slot": "5"}
    for answer in (
        teacher.cells(body, LESSON_PATH + "/cells"),
        teacher.cells(body.replace(b"0}", b"1}"), f"{PLACES['ControlResource']}/cells"),
        teacher.post(LESSON_PATH, {"topic": "x", "rest": "1"}),
        teacher.post(PLACES["ControlResource"], {"points-0": "1"}),
        teacher.post(f"{PLACES['ControlResource']}/publish"),
        teacher.post(f"{PLACES['JournalResource']}/open-lesson", opening),
        teacher.post(LESSON_PATH, {"topic": "x"}, HTTP_X_HTTP_METHOD_OVERRIDE="PUT"),
    ):
        assert answer.status_int == 403
    assert teacher.db.lastTransaction() == before


# Anything at all

SETTINGS = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["@@", ".", "..", "", "__parent__", "__acl__", "keys", "\0", "units", "people", "control"]
)
NAMES = (
    "topic task works seen-works attendance-0 points-0 seen-points-0 rest attempt assignment "
    "date slot room person role scope until reason key id digest login secret next kept "
    "language university_name address bells file __start__ __end__ csrf_token at q "
)
FIELDS = st.sampled_from(NAMES.split())
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["к", "4", "=1", "aaaaaaaa"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["request", "cells", "slot", "field", "value"]), inner)
    ),
    max_leaves=12,
)
CELL = st.fixed_dictionaries(
    {
        "slot": st.integers(-1, 6) | JSON,
        "field": st.integers(-1, 5) | JSON,
        "value": st.sampled_from(["к", "ж", "", "4", "20", "2,5", "=1", "٣", "1e3"]) | JSON,
        "expected": st.sampled_from(["", "к", "20", None]) | JSON,
    }
)


def test_any_path_is_answered(client):
    senders = [client(person) for person in SENDERS]

    @SETTINGS
    @given(
        st.sampled_from(tuple(PLACES.values())),
        st.lists(TEXTS, max_size=4),
        st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "Ж"]),
    )
    def check(place, names, method):
        for sender in senders:
            answer = sender.send(method, "/".join([place, *names]))
            assert method in ("GET", "HEAD", "POST") or answer.status_int >= 400

    check()


def test_any_form_is_answered(client):
    senders = [client(person) for person in SENDERS]

    @SETTINGS
    @given(st.data())
    def check(data):
        fields = data.draw(st.lists(st.tuples(FIELDS, TEXTS), max_size=6))
        for path in POSTS:
            sender = data.draw(st.sampled_from(senders))
            if data.draw(st.booleans()):
                sender.post(path, fields)
            else:  # without the token nothing is stored by anybody
                before = sender.db.lastTransaction()
                fields = [field for field in fields if field[0] != "csrf_token"]
                assert sender.send("POST", path, urlencode(fields).encode()).status_int >= 400
                assert sender.db.lastTransaction() == before

    check()


def test_any_json_is_answered(client):
    senders = [client(person) for person in ("asanova", "other", "s1")]
    paths = [f"{PLACES[place]}/cells" for place in ("LessonResource", "ControlResource")]

    @SETTINGS
    @given(
        JSON
        | st.fixed_dictionaries({"request": JSON | st.just("aaaaaaaa"), "cells": st.lists(CELL)})
    )
    def check(body):
        sent = json.dumps(body).encode()
        for path in paths:
            for sender in senders:
                answer = sender.cells(sent, path)
                assert answer.content_type == "application/json"
                assert sender is senders[0] or answer.status_int == 403

    check()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\0",
        b"[" * 150_000,
        b'{"a":' * 30_000,
        b"9" * 100_000,
        b'{"request":"aaaaaaaa","cells":[{"slot":NaN,"field":0,"value":"x"}]}',
        b'{"request":"aaaaaaaa","cells":[{"slot":1e999,"field":0,"value":"x"}]}',
        b'{"request":"aaaaaaaa","cells":[{"slot":true,"field":0,"value":"x"}]}',
        b'{"request":"aaaaaaaa","cells":[{"slot":0,"field":0,"value":"\\ud800"}]}',
        b'{"request":"a\\nbbbbbbbb","cells":[{"slot":0,"field":0,"value":""}]}',
    ],
)
def test_json_that_the_grid_would_never_send_is_refused(client, body):
    assert client("asanova").cells(body, LESSON_PATH + "/cells").status_int == 422
