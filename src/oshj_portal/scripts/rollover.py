"""``oshj rollover YEAR …``: a new academic year from the command line (4.1)."""

from __future__ import annotations

import secrets
from pathlib import Path

from pyramid_zodbconn import get_connection

from oshj_core.errors import Invalid
from oshj_core.lists import Problems
from oshj_core.rollover import STEP_TITLES, STEPS, WAY_TITLES, Step, Way
from oshj_core.text import text
from oshj_portal.i18n import _
from oshj_portal.jobs.work import STEPS_BETWEEN_SAVEPOINTS, write_aside
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.rollover import doing
from oshj_portal.rollover.ground import YearWork
from oshj_portal.rollover.views import STAND_TITLES, stand_of
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.exchange import say_changes
from oshj_portal.scripts.options import add_config
from oshj_portal.scripts.speech import Bar, Speech


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser("rollover", help="prepare, begin or undo a new academic year")
    parser.add_argument("year", type=int, metavar="YEAR", help="the year in which it begins")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("status", help="show where the steps stand")
    prepare = acts.add_parser("prepare", help="look at a step and keep it")
    prepare.add_argument("step", choices=[one.value for one in STEPS], metavar="STEP")
    prepare.add_argument("way", choices=[one.value for one in Way], metavar="WAY")
    prepare.add_argument("--file", default="", help="the workbook or file of another program")
    prepare.add_argument("--format", default="", metavar="ID", help="the program's format")
    prepare.add_argument("--note", default="", help="the order, or why clashes are to stand")
    workbook = acts.add_parser("workbook", help="write the workbook that a step begins with")
    workbook.add_argument("step", choices=[one.value for one in STEPS], metavar="STEP")
    workbook.add_argument("file", metavar="FILE", help="the new file")
    begin = acts.add_parser("begin", help="apply all prepared steps")
    ask = acts.add_parser("ask-undo", help="ask to undo the year")
    ask.add_argument("--reason", required=True)
    undo = acts.add_parser("undo", help="agree to undo the year")
    for one in (prepare, workbook, begin, ask, undo):
        one.add_argument(
            "--by", required=True, metavar="CODE", help="the code of the person who does it"
        )
    add_config(parser)
    parser.set_defaults(run=run)


def run(args) -> int:
    """Do what is asked in one transaction; 1 if a step has errors."""
    with open_environment(args.config) as env:
        return _ACTS[args.act](env, args)


def _year(env: Environment, args) -> YearWork:
    return YearWork(
        env.site, env.registry, args.year, env.clock.now(), f"machine-{secrets.token_hex(6)}"
    )


def status(env: Environment, args) -> int:
    """Show the steps."""
    say = Speech(env)
    rollover = doing.rolling_of(_year(env, args), "").find(args.year)
    for step in STEPS:
        staged = rollover.staged(step)
        parts = [say.words(STEP_TITLES[step]), say.said(STAND_TITLES[stand_of(staged)])]
        if staged is not None:
            at = moment(staged.at, env.request.clock.now().tzinfo)
            who = person_name(env.site, staged.by)
            parts += [say.words(WAY_TITLES[staged.way]), staged.file, who, at]
        print(f"{step.number}. {' · '.join(filter(None, parts))}")
    return 0


def prepare(env: Environment, args) -> int:
    """Look at a step and keep it."""
    say, step, way = Speech(env), Step(args.step), Way(args.way)
    year = _year(env, args)
    if way is Way.LEFT:
        doing.leave(year, args.by, step)
        env.tm.commit()
        return 0
    if way.has_file != bool(args.file):
        raise Invalid(text("Choose the file."), place="file")
    content = _content(Path(args.file)) if way.has_file else b""
    name = Path(args.file).name
    given = doing.Given(step, way, name, args.format, args.note, lambda: (content,))
    outcome = doing.look(year, args.by, given)
    if isinstance(outcome, Problems):
        say.problems(outcome)
        return 1
    say_changes(say, outcome)
    env.tm.commit()
    say.line(_("The step is prepared. Nothing is applied before the year is begun."))
    return 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(text("The file ${name} cannot be opened", name=path), place="file") from error


def workbook(env: Environment, args) -> int:
    """Write the workbook of a step into a new file."""
    content = doing.book(_year(env, args), args.by, Step(args.step))
    try:
        with Path(args.file).open("xb") as target:
            target.write(content)
    except FileExistsError as error:
        raise Invalid(
            text("The file ${name} is there already", name=args.file), place="file"
        ) from error
    return 0


def begin(env: Environment, args) -> int:
    """Apply what is prepared."""
    count = doing.begin(_year(env, args), args.by, _progress(env))
    env.tm.commit()
    Speech(env).line(_("The year has begun. Changes: ${count}", mapping={"count": count}))
    return 0


def ask_undo(env: Environment, args) -> int:
    """Ask to undo the year."""
    doing.rolling_of(_year(env, args), args.by).ask_undo(args.year, args.reason, env.site)
    env.tm.commit()
    Speech(env).line(_("Somebody else who may do it has to agree."))
    return 0


def undo(env: Environment, args) -> int:
    """Agree to undo the year."""
    count = doing.take_back(_year(env, args), args.by, _progress(env))
    env.tm.commit()
    Speech(env).line(
        _(
            "Everything is as it was before the year. Values put back: ${count}",
            mapping={"count": count},
        )
    )
    return 0


def _progress(env: Environment):
    bar = Bar()

    def progress(done: int, total: int) -> None:
        if done % STEPS_BETWEEN_SAVEPOINTS == 0:
            write_aside(env.tm, get_connection(env.request))
        bar.show(done, total)

    return progress


_ACTS = {
    "status": status,
    "prepare": prepare,
    "workbook": workbook,
    "begin": begin,
    "ask-undo": ask_undo,
    "undo": undo,
}
