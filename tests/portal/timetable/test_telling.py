"""Who is concerned reads in the notices that a lesson is cancelled (3.7)."""

from __future__ import annotations


def test_a_student_is_told_of_a_cancelled_lesson_and_led_to_its_week(timetable):
    page = timetable.browser("admin").get("/timetable/l-lec/day?on=2026-10-05")
    form = page.forms["change-day"]
    form["change-day-way"], form["reason"] = "cancel", "окутуучу ооруп жатат"
    form.submit("save", status=303)
    student = timetable.browser("s1")
    notices = student.get("/notices")
    (link,) = notices.html.select(".notices a")
    assert "05.10.2026" in link.text
    assert "окутуучу ооруп жатат" in link.text
    assert link["href"] == "/people/s1/timetable?day=2026-10-05"
    assert "05.10.2026" in student.get(link["href"]).html.select_one(".week").text
    assert timetable.browser("asanova").get("/notices").html.select(".notices a")
    assert not timetable.browser("dean").get("/notices").html.select(".notices a")
