"""Random edits through the web: no clash is left untold, and none goes in without a reason."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oshj_portal.timetable.lookup import schedule_for
from tests.support.university import ANATOMY, AUTUMN, LABORATORY, LECTURE, PRACTICE

ASSIGNMENTS = {one.id: one for one in (LECTURE, PRACTICE, LABORATORY, ANATOMY)}
PAGES = {
    "АУБ-1-24": quote("/units/math/АУБ-1-24/add-lesson"),
    "АУБ-2-24": quote("/units/math/АУБ-2-24/add-lesson"),
    "ДЛ-1-24": quote("/units/med/ДЛ-1-24/add-lesson"),
}
# Four weeks: the page of clashes shows so many days of each.
FIRST, LAST = date(2026, 9, 28), date(2026, 10, 25)
_DAY = re.compile(r"\d\d\.\d\d\.\d{4}")
HOURS = st.tuples(st.integers(1, 2), st.integers(1, 2))
ROOMS = st.sampled_from(["", "b-101", "b-214"])
EDITS = st.lists(
    st.one_of(
        st.tuples(
            st.just("add"),
            st.sampled_from(sorted(ASSIGNMENTS)),
            HOURS,
            st.sampled_from(["every", "odd", "even"]),
            ROOMS,
        ),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 1), HOURS, ROOMS),
        st.tuples(st.just("cancel"), st.integers(0, 5)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
    ),
    min_size=2,
    max_size=6,
)


def pairs_that_clash(site):
    """By looking at every pair of occurrences of the semester: which lessons, on which day."""
    lessons = site.timetable.in_semester(AUTUMN.id)
    schedule = schedule_for(site, AUTUMN.id, lessons)
    held = [one for one in schedule.between(AUTUMN.starts, AUTUMN.ends) if not one.cancelled]
    return {
        (frozenset({one.lesson, other.lesson}), f"{one.day:%d.%m.%Y}")
        for one, other in combinations(held, 2)
        if one.day == other.day and one.time.overlaps(other.time) and share(one, other)
    }


def share(one, other):
    """Whether both need the same teacher, room, group or part of a group."""
    if one.teacher == other.teacher:
        return True
    if one.room and (one.building, one.room) == (other.building, other.room):
        return True
    together = 0 in (one.subgroup, other.subgroup) or one.subgroup == other.subgroup
    return together and bool(set(one.groups) & set(other.groups))


def pairs_that_are_told(page):
    """The clashes of the page, as pairs of lessons and days."""
    found = set()
    for clash in page.html.select("ul.clashes > li"):
        days = _DAY.findall(clash.find("small").get_text())
        lessons = [link["href"].split("/")[2] for link in clash.select("li a")]
        assert len(lessons) == len(clash.select("li")), "each party leads to its lesson"
        found |= {(frozenset(pair), day) for pair in combinations(lessons, 2) for day in days}
    return found


class Editor:
    """The administrator with the portal open."""

    def __init__(self, portal):
        self.portal = portal
        self.browser = portal.browser("admin")
        self.refused = 0

    def clear(self):
        with self.portal.site() as site:
            for one in site.timetable.in_semester(AUTUMN.id):
                site.timetable.remove(one.id)
        self.added = []

    def lessons(self):
        with self.portal.site() as site:
            return {one.id for one in site.timetable.in_semester(AUTUMN.id)}

    def clashing(self):
        with self.portal.site() as site:
            return pairs_that_clash(site)

    def send(self, form, button):
        """Send it without a reason, and with one where the portal asks for it."""
        before = self.clashing()
        answer = form.submit(button, status="*")
        if answer.status_int == 303:
            assert self.clashing() <= before, "a clash went in and nobody was told"
            return
        assert (answer.status_int, self.clashing()) == (422, before)
        if not answer.html.select("#clashes"):
            return  # the same day, hour and room, or a holiday
        self.refused += 1
        again = answer.forms[form.id]
        again["despite"] = "убактылуу"
        again.submit(button, status=303)
        assert self.clashing() - before, "a lesson was refused for a clash that is none"

    def add(self, assignment, hour, weeks, room):
        form = self.browser.get(PAGES[ASSIGNMENTS[assignment].groups[0]]).forms["add-lesson"]
        form["assignment"] = assignment
        form["weekday"], form["slot"] = map(str, hour)
        form["weeks"], form["room"] = weeks, room
        form["starts"], form["ends"] = f"{FIRST:%d.%m.%Y}", f"{LAST:%d.%m.%Y}"
        self.send(form, "add")
        self.added += sorted(self.lessons() - set(self.added))

    def day(self, number, way):
        """The form of the first day of a lesson, or of the next one."""
        identifier = self.added[number % len(self.added)]
        with self.portal.site() as site:
            schedule = schedule_for(site, AUTUMN.id, [site.timetable.get(identifier)])
            lesson = schedule.lessons[identifier]
            days = sorted(one.original for one in schedule.occurrences(lesson))
        asked = days[number % 2]
        form = self.browser.get(f"/timetable/{identifier}/day?on={asked}").forms["change-day"]
        form["change-day-way"], form["reason"] = way, "ооруп калды"
        return form

    def move(self, number, week, hour, room):
        day = FIRST + timedelta(7 * week + hour[0] - 1)
        form = self.day(number, "change")
        form["day"], form["slot"] = f"{day:%d.%m.%Y}", str(hour[1])
        form["room"] = room
        self.send(form, "save")

    def cancel(self, number):
        self.send(self.day(number, "cancel"), "save")

    def remove(self, number):
        identifier = self.added.pop(number % len(self.added))
        path = f"/timetable/{identifier}/remove"
        self.portal.post(self.browser, path, {"reason": "ката"}, status=303)


def test_no_edit_leaves_a_clash_untold(timetable):
    editor = Editor(timetable)

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(EDITS)
    def holds(edits):
        editor.clear()
        for kind, *values in edits:
            if kind == "add" or editor.added:
                getattr(editor, kind)(*values)
        page = editor.browser.get("/timetable/clashes")
        assert pairs_that_are_told(page) == editor.clashing()

    holds()
    assert editor.refused, "no edit clashed: nothing was tried"
