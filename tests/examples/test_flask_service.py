"""The JSON service: marks in, totals out, and a no that says why."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from examples.flask_service import make_service
from examples.flask_service.tokens import digest, read_tokens
from examples.flask_service.wording import Wording
from examples.sqlite_journal import demo
from examples.sqlite_journal.database import Database
from examples.sqlite_journal.site import Site
from oshj_core.text import text

ROOT = Path(__file__).parents[2]
JOURNAL = f"/journals/{demo.JOURNAL}"
ABDIEV, OMUROV, USEN_KYZY = "s240018", "s240019", "s240017"
TOKENS = "\n".join(
    f"secret-of-{person} {person}" for person in (demo.TEACHER, demo.ARCHIVIST, ABDIEV, OMUROV)
)


class Clock:
    moment = demo.FIRST_DAY + timedelta(hours=1)

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def file(tmp_path):
    """A file with the lists and one lesson."""
    path = tmp_path / "journal.sqlite"
    database = Database(path)
    demo.begin(Site(database), lambda line: None)
    demo.teach(Site(database), lambda line: None)
    database.close()
    return path


@pytest.fixture
def client(file, clock):
    return make_service(file, read_tokens(TOKENS), clock).test_client()


def by(person, language="en"):
    return {"Authorization": f"Bearer secret-of-{person}", "Accept-Language": language}


def give(client, points, control="intermediate-1", **cell):
    cells = [{"student": student, "value": value, **cell} for student, value in points.items()]
    path = f"{JOURNAL}/sheets/{control}/cells"
    return client.post(path, json=cells, headers=by(demo.TEACHER))


POINTS = {ABDIEV: "28,5", OMUROV: "24", USEN_KYZY: "11"}


class TestTheWayOfAMark:
    def test_recorded_published_and_shown(self, client):
        assert give(client, POINTS).json == {"recorded": 3}
        path = f"{JOURNAL}/controls/intermediate-1/publish"
        published = client.post(path, headers=by(demo.TEACHER))
        assert published.json == {"published": "intermediate-1"}
        totals = client.get(f"{JOURNAL}/totals", headers=by(demo.TEACHER)).json
        assert totals[ABDIEV]["points"] == "29"
        assert totals[ABDIEV]["parts"] == {"intermediate-1": "28.5"}
        assert totals[ABDIEV]["missing"] == ["intermediate-2", "independent", "final"]
        assert totals[ABDIEV]["letter"] is None

    def test_a_late_edit_is_refused_with_its_clause(self, client):
        give(client, POINTS)
        client.post(f"{JOURNAL}/controls/intermediate-1/publish", headers=by(demo.TEACHER))
        refused = give(client, {ABDIEV: "30"})
        assert refused.status_code == 403
        assert refused.json["refused"] == "Locked"
        assert refused.json["clause"] == "4.3"
        assert refused.json["advice"] == (
            "A mistake is corrected by an act of the deanery, not by an edit."
        )
        totals = client.get(f"{JOURNAL}/totals", headers=by(demo.TEACHER)).json
        assert totals[ABDIEV]["points"] == "29"

    def test_somebody_was_faster(self, client):
        give(client, {ABDIEV: "20"})
        conflict = give(client, {ABDIEV: "21"}, expected="")
        assert (conflict.status_code, conflict.json["stored"]) == (409, 2000)
        assert give(client, {ABDIEV: "21"}, expected="20").status_code == 200

    def test_attendance_by_letter(self, client, file):
        database = Database(file)
        (lesson,) = Site(database).registers.get(demo.JOURNAL).lessons()
        database.close()
        path = f"{JOURNAL}/sheets/{lesson.id}/cells"
        cells = [{"student": ABDIEV, "field": 0, "value": "ч"}]
        assert client.post(path, json=cells, headers=by(demo.TEACHER)).json == {"recorded": 1}


class TestWhy:
    def test_a_student_asks_why_the_own_total(self, client):
        give(client, POINTS)
        path = f"{JOURNAL}/students/{ABDIEV}/why"
        steps = client.get(path, headers=by(ABDIEV)).json["steps"]
        assert steps[0] == {"text": "Module 1: 28.5 of 30", "points": "28.5"}

    def test_nobody_elses(self, client):
        refused = client.get(f"{JOURNAL}/students/{ABDIEV}/why", headers=by(OMUROV))
        assert refused.status_code == 403
        assert client.get(f"{JOURNAL}/totals", headers=by(OMUROV)).status_code == 403

    def test_why_may_i_not(self, client, clock):
        path = f"{JOURNAL}/sheets/intermediate-1/decisions/record"
        assert client.get(path, headers=by(demo.TEACHER)).json["allowed"] is True
        clock.moment = demo.CHECK + timedelta(days=30)
        answer = client.get(path, headers=by(demo.TEACHER)).json
        assert (answer["allowed"], answer["clause"]) == (False, "4.3")
        assert answer["until"] == ["outside-window"]
        assert answer["reason"] == "The entry window of this module is not open today."

    def test_who_may_instead(self, client):
        path = f"{JOURNAL}/sheets/intermediate-1/decisions/record"
        answer = client.get(path, headers=by(OMUROV)).json
        assert answer["allowed"] is False
        assert "teacher" in answer["roles"]
        assert "student" not in answer["roles"]


class TestLanguage:
    def test_a_refusal_in_kyrgyz(self, client, clock):
        clock.moment = demo.CHECK + timedelta(days=30)
        path = f"{JOURNAL}/sheets/intermediate-1/decisions/record"
        answer = client.get(path, headers=by(demo.TEACHER, "ky")).json
        english = client.get(path, headers=by(demo.TEACHER, "en")).json
        assert answer["clause"] == english["clause"]
        assert answer["reason"] != english["reason"]
        assert answer["reason"] == Wording("ky")(
            text("The entry window of this module is not open today.")
        )

    def test_the_language_of_the_university_is_the_first(self, client):
        headers = {"Authorization": f"Bearer secret-of-{OMUROV}"}
        refused = client.get(f"{JOURNAL}/totals", headers=headers)
        kyrgyz = client.get(f"{JOURNAL}/totals", headers=by(OMUROV, "ky"))
        assert refused.json["reason"] == kyrgyz.json["reason"]

    def test_texts_within_texts_are_said_too(self):
        inner = text("Row ${row} has no name", row=7)
        assert Wording("en")(text("${source}: ${reason}", source="f", reason=inner)) == (
            "f: Row 7 has no name"
        )


class TestBadInput:
    @pytest.mark.parametrize(
        "headers",
        [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic dDAxMDE6"}],
    )
    def test_a_stranger_learns_nothing(self, client, headers):
        for path in (f"{JOURNAL}/totals", "/journals/none/totals", "/none"):
            assert client.get(path, headers=headers).status_code == 401

    @pytest.mark.parametrize(
        ("cells", "place"),
        [
            ("x", "cells"),
            ([1], "cells.1"),
            ([{"student": ABDIEV, "value": "1", "other": 1}], "cells.1"),
            ([{"student": ABDIEV, "value": 1}], "cells.1.value"),
            ([{"student": ABDIEV, "value": "1", "field": True}], "cells.1.field"),
            ([{"student": ABDIEV, "value": "1", "field": 256}], "cells.1.field"),
            ([{"value": "1"}], "cells.1.student"),
        ],
    )
    def test_a_wrong_cell_is_refused_with_its_place(self, client, cells, place):
        path = f"{JOURNAL}/sheets/intermediate-1/cells"
        refused = client.post(path, json=cells, headers=by(demo.TEACHER))
        assert (refused.status_code, refused.json["place"]) == (422, place)

    @pytest.mark.parametrize("value", ["NaN", "-1", "31", "1e2", "28,555", "Infinity", "к"])
    def test_points_the_scheme_does_not_know(self, client, value):
        assert give(client, {ABDIEV: value}).status_code == 422

    def test_all_cells_or_none(self, client):
        assert give(client, {ABDIEV: "20", OMUROV: "31"}).status_code == 422
        totals = client.get(f"{JOURNAL}/totals", headers=by(demo.TEACHER)).json
        assert totals[ABDIEV]["parts"] == {}

    @pytest.mark.parametrize(
        "path",
        [
            "/journals/none/totals",
            f"{JOURNAL}/students/s999/why",
            f"{JOURNAL}/sheets/none/decisions/record",
            f"{JOURNAL}/sheets/intermediate-1/decisions/none",
        ],
    )
    def test_what_is_not_there(self, client, path):
        assert client.get(path, headers=by(demo.TEACHER)).status_code == 404

    def test_no_json_and_too_much_of_it(self, client):
        path, headers = f"{JOURNAL}/sheets/intermediate-1/cells", by(demo.TEACHER)
        wrong = client.post(path, data="{", content_type="application/json", headers=headers)
        assert (wrong.status_code, wrong.json["refused"]) == (400, "Bad Request")
        large = client.post(path, json=["x" * 70_000], headers=headers)
        assert large.status_code == 413
        assert client.get(path, headers=headers).status_code == 405


def test_tokens_are_not_kept():
    tokens = read_tokens("one t1\n\ntwo t2\nthree")
    assert tokens == {digest("one"): "t1", digest("two"): "t2"}


def test_the_command_line_asks_for_file_and_tokens():
    command = [sys.executable, "-m", "examples.flask_service", "--help"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert "--tokens TOKENS" in done.stdout
