"""The service: a journal read and written as JSON, refusals with their clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from werkzeug.exceptions import HTTPException, Unauthorized

from examples.flask_service.answers import (
    decision_answer,
    refusal_answer,
    step_answer,
    total_answer,
)
from examples.flask_service.asked import asked_cells, asked_permission, slot_of
from examples.flask_service.tokens import person_of
from examples.flask_service.wording import LANGUAGES, Wording
from examples.sqlite_journal.database import Database
from examples.sqlite_journal.site import Site
from oshj_core.decisions import decide, require
from oshj_core.errors import Refusal
from oshj_core.grading import explain_total
from oshj_core.journal import Act, Journal
from oshj_core.roles import Facts, Permission, Scope, ScopeKind

LARGEST_REQUEST = 64 * 1024

Answer = dict[str, Any]


def make_service(file: Path, tokens: Mapping[str, str], now: Callable[[], datetime]) -> Flask:
    """The service over a file.

    :param tokens: who holds which token, see :func:`.tokens.read_tokens`.
    :param now: the present moment, aware; the core never asks the machine.
    """
    service = Flask(__name__)
    service.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    service.json.ensure_ascii = False  # type: ignore[attr-defined]

    @service.before_request
    def begin() -> None:
        # Who acts is asked before anything is read.
        g.person = person_of(tokens, request.authorization)
        if g.person is None:
            raise Unauthorized("send the header Authorization: Bearer <token>")
        g.database = Database(file)
        g.site = Site(g.database)

    @service.teardown_request
    def end(_error: BaseException | None) -> None:
        database: Database | None = g.pop("database", None)
        if database is not None:
            database.close()

    @service.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> tuple[Answer, int]:
        return refusal_answer(refusal, _wording())

    @service.errorhandler(HTTPException)
    def fail(problem: HTTPException) -> tuple[Answer, int]:
        return {"refused": problem.name, "reason": problem.description}, problem.code or 500

    @service.get("/journals/<journal>/totals")
    def totals(journal: str) -> Answer:
        with g.database.snapshot():
            read = _journal(journal, now)
            require(read.act.actor, Permission.VIEW_JOURNAL, read.facts)
            roster, language = read.register.roster(), _wording().language
            found = read.totals().items()
            return {roster[slot].student: total_answer(total, language) for slot, total in found}

    @service.get("/journals/<journal>/students/<student>/why")
    def why(journal: str, student: str) -> Answer:
        with g.database.snapshot():
            read, say = _journal(journal, now), _wording()
            own = Facts((Scope(ScopeKind.STUDENT, student),))
            if not decide(read.act.actor, Permission.VIEW_OWN_PROGRESS, own).allowed:
                require(read.act.actor, Permission.VIEW_JOURNAL, read.facts)
            slot = slot_of(read, student)
            steps = explain_total(read.scheme, *read.recorded(slot), language=say.language)
            return {"steps": [step_answer(step, say) for step in steps]}

    @service.post("/journals/<journal>/sheets/<sheet>/cells")
    def record(journal: str, sheet: str) -> Answer:
        with g.database.transaction():
            written = _journal(journal, now)
            cells = asked_cells(request.get_json(), written, sheet)
            written.record(sheet, cells)
            return {"recorded": len(cells)}

    @service.post("/journals/<journal>/controls/<control>/publish")
    def publish(journal: str, control: str) -> Answer:
        with g.database.transaction():
            written = _journal(journal, now)
            written.publish(written.control(control))
            return {"published": control}

    @service.get("/journals/<journal>/sheets/<sheet>/decisions/<permission>")
    def why_not(journal: str, sheet: str, permission: str) -> Answer:
        asked = asked_permission(permission)
        with g.database.snapshot():
            read = _journal(journal, now)
            decision = decide(read.act.actor, asked, read.sheet(sheet).facts)
        return decision_answer(decision, _wording())

    return service


def _wording() -> Wording:
    return Wording(request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0])


def _journal(identifier: str, now: Callable[[], datetime]) -> Journal:
    site: Site = g.site
    act: Act = site.act(g.person, now())
    return site.journal(identifier, act)
