"""Check-in by a scanned code: what a scan is worth as evidence (4.2).

No code stops somebody who relays it, so evidence is graded and yields to the teacher's word,
which is the record (7.4).  Nothing here marks anybody absent, and nothing punishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from types import MappingProxyType

import attrs

from oshj_core.attendance.share import whole_number
from oshj_core.errors import Invalid, NotAllowed
from oshj_core.register import Attendance, Entry, EntryKind, Field, cells_of
from oshj_core.text import Text, text

MINUTE = timedelta(minutes=1)


class Code(Enum):
    """What was scanned or typed."""

    SCREEN = "screen"
    """The code on the projector, which changes every few seconds."""
    ROOM = "room"
    """The printed code of the auditorium (4.2), with nothing that changes."""
    SPOKEN = "spoken"
    """The printed code and a number the teacher said aloud, where there is no projector."""


class Grade(Enum):
    """What evidence is worth."""

    STRONG = "strong"
    WEAK = "weak"
    PENDING = "pending"
    """The device raises a question that the teacher answers."""
    LATE = "late"
    """It was kept on a device without a connection and came in afterwards."""


GRADES: Mapping[Code, Grade] = MappingProxyType(
    # A spoken number of four digits can be guessed, so it is never strong.
    {Code.SCREEN: Grade.STRONG, Code.ROOM: Grade.WEAK, Code.SPOKEN: Grade.WEAK}
)


def _grades(_rules: object, _attribute: object, grades: Mapping[Code, Grade]) -> None:
    for code in Code:
        if grades.get(code) not in (Grade.STRONG, Grade.WEAK):
            raise Invalid(
                text("Evidence by a code is strong or weak."), place=f"grades.{code.value}"
            )


@attrs.frozen(kw_only=True)
class CheckInRules:
    """When a scan counts and as what.  Not confirmed by any local act: configuration.

    ``opens``: minutes before the bell (0…60) from which a scan counts; ``closes``: minutes
    after the bell (0…240) until which it does; ``late_after``: minutes after the bell (0 to
    ``closes``) from which on it says late; ``upload_hours``: how long (0…168) a scan kept on a
    device may take to come in; ``grades``: what each code is worth.

    :raises Invalid: a value out of its range; the place names the field.
    """

    late_after: int
    opens: int = 5
    closes: int = 15
    upload_hours: int = 24
    grades: Mapping[Code, Grade] = attrs.field(default=GRADES, validator=_grades, hash=False)

    def __attrs_post_init__(self) -> None:
        whole_number(self.opens, "opens", 0, 60)
        whole_number(self.closes, "closes", 0, 240)
        whole_number(self.late_after, "late_after", 0, self.closes)
        whole_number(self.upload_hours, "upload_hours", 0, 168)


@attrs.frozen
class Scan:
    """A student's scan.  Both moments are aware and of the server's time, never a device's.

    ``at``: when the request arrived — or, of a scan that was kept on a device, when the code it
    holds was shown.  ``received``: when a kept scan came in, ``None`` for one made online.
    ``device``: the key of the device, which belongs to one semester.  ``on_campus``: whether it
    came from the university's network, ``None`` if that is not known.
    """

    student: str
    lesson: str
    code: Code
    at: datetime
    device: str
    received: datetime | None = None
    on_campus: bool | None = None


@attrs.frozen
class Situation:
    """What is known of the lesson and the student when the scan arrives.

    ``begins``: the bell (see :func:`bell`).  ``enrolled``: whether the student belongs to this
    lesson, its subgroup and its day included.  ``word``: what the teacher has marked.
    ``evidence``: what an earlier scan gave.  ``own_device``: the device the student used for
    this lesson or is known by, "" for none.  ``user_of_device``: whoever else scanned for this
    lesson with the same device, "" for nobody.
    """

    begins: datetime
    enrolled: bool
    word: Attendance | None = None
    evidence: Evidence | None = None
    own_device: str = ""
    user_of_device: str = ""


@attrs.frozen
class Evidence:
    """What a scan says: ``attendance`` (present or late), ``minutes`` after the bell (0 before
    it), its ``grade`` and the ``reasons`` for it.  ``flags`` are remarks that change nothing."""

    student: str
    lesson: str
    grade: Grade
    attendance: Attendance
    at: datetime
    minutes: int
    reasons: tuple[Text, ...] = ()
    flags: tuple[Text, ...] = ()

    @property
    def needs_teacher(self) -> bool:
        """Whether it enters the register only by the teacher's confirmation."""
        return self.grade in (Grade.PENDING, Grade.LATE)

    def entry(self, slot: int, request: str) -> Entry | None:
        """The entry of a scan for the register, where the student has that ``slot``; ``None``
        while the teacher has to confirm.  It yields to any word of the teacher (7.4)."""
        if self.needs_teacher:
            return None
        at = int(self.at.timestamp() * 1000)
        cells = cells_of([(slot, Field.ATTENDANCE, self.attendance)])
        return Entry(EntryKind.SCAN, at, self.student, request, cells)


@attrs.frozen
class CheckIn:
    """The answer to a scan: the ``evidence`` there is now.  ``new``: it has to be stored; else
    it is that of an earlier scan, which stays.  ``word``: what the teacher marked before the
    scan, and what goes on to count."""

    evidence: Evidence
    new: bool = True
    word: Attendance | None = None


def bell(day: date, slot: int, bells: Mapping[int, tuple[str, str]], zone: tzinfo) -> datetime:
    """When the numbered lesson (пара) of a day begins.

    ``bells``: number → begin and end as ``hh:mm``, see
    :data:`oshj_core.calendar.DEFAULT_BELLS`.

    :raises Invalid: no such lesson of the day (place ``slot``); its time is none (``bells``).

    >>> from datetime import timezone
    >>> bell(date(2026, 10, 5), 2, {2: ("09:30", "10:50")}, timezone.utc).isoformat()
    '2026-10-05T09:30:00+00:00'
    """
    if slot not in bells:
        raise Invalid(text("There is no such lesson of the day."), place="slot")
    try:
        begins = time.fromisoformat(bells[slot][0])
    except ValueError:
        raise Invalid(
            text("“${time}” is no time of day.", time=bells[slot][0]), place=f"bells.{slot}"
        ) from None
    return datetime.combine(day, begins, zone)


def minutes_late(begins: datetime, at: datetime) -> int:
    """Whole minutes from the bell to a moment; 0 for a moment before the bell."""
    return max(at - begins, timedelta()) // MINUTE


def check_in(scan: Scan, situation: Situation, rules: CheckInRules) -> CheckIn:
    """What the scan is worth; a second scan finds what is there and changes nothing.

    Questions in this order: does the student belong to the lesson, was there a scan already, is
    the moment inside the window, did a kept scan come in time, is the device the student's.

    :raises NotAllowed: the student does not belong to the lesson (4.2).
    :raises Invalid: a moment without a zone, before or after the window, or a kept scan that
        came too late or before it was made; the place names the field.
    """
    _check_moments(scan, situation)
    if not situation.enrolled:
        raise NotAllowed(
            text("You do not belong to this lesson."),
            clause="4.2",
            advice=text("If you should, tell the teacher; the deanery corrects the list."),
        )
    if situation.evidence is not None:
        return CheckIn(situation.evidence, new=False, word=situation.word)
    _check_window(scan, situation.begins, rules)
    grade, reasons = _grade(scan, situation, rules)
    minutes = minutes_late(situation.begins, scan.at)
    late = scan.at - situation.begins > rules.late_after * MINUTE
    flags = (text("Not from the university's network."),) if scan.on_campus is False else ()
    attendance = Attendance.LATE if late else Attendance.PRESENT
    evidence = Evidence(
        scan.student, scan.lesson, grade, attendance, scan.at, minutes, reasons, flags
    )
    return CheckIn(evidence, word=situation.word)


def _check_moments(scan: Scan, situation: Situation) -> None:
    moments = {"at": scan.at, "received": scan.received, "begins": situation.begins}
    for place, moment in moments.items():
        if moment is not None and moment.utcoffset() is None:
            raise Invalid(text("A moment without a time zone says nothing."), place=place)


def _check_window(scan: Scan, begins: datetime, rules: CheckInRules) -> None:
    if scan.at < begins - rules.opens * MINUTE:
        raise Invalid(
            text(
                "The lesson has not begun: scan from ${minutes} minutes before the bell.",
                minutes=rules.opens,
            ),
            place="at",
            clause="4.2",
        )
    if scan.at > begins + rules.closes * MINUTE:
        raise Invalid(
            text("A scan counts until ${minutes} minutes after the bell.", minutes=rules.closes),
            place="at",
            clause="4.2",
            advice=text("Tell the teacher that you are here: the teacher's mark is what counts."),
        )
    if scan.received is None:
        return
    if scan.received < scan.at:
        raise Invalid(text("The scan came in before it was made."), place="received")
    if scan.received - scan.at > timedelta(hours=rules.upload_hours):
        raise Invalid(
            text("A kept scan has to come in within ${hours} hours.", hours=rules.upload_hours),
            place="received",
            advice=text("Tell the teacher that you were there: the teacher's mark is what counts."),
        )


def _grade(scan: Scan, situation: Situation, rules: CheckInRules) -> tuple[Grade, tuple[Text, ...]]:
    """Doubts about the device come first: neither a good code nor a delay answers them."""
    doubts = []
    if not scan.device:
        doubts.append(text("The device has no key."))
    if situation.own_device and situation.own_device != scan.device:
        doubts.append(text("The student is known by another device."))
    if situation.user_of_device not in ("", scan.student):
        doubts.append(text("Another student scanned with the same device."))
    if doubts:
        return Grade.PENDING, tuple(doubts)
    if scan.received is not None:
        return Grade.LATE, (text("The scan was kept on the device and came in afterwards."),)
    return rules.grades[scan.code], (_CODES[scan.code],)


_CODES: Mapping[Code, Text] = MappingProxyType(
    {
        Code.SCREEN: text("The code on the screen, which changes every few seconds."),
        Code.ROOM: text("The printed code of the room, which everybody may have copied."),
        Code.SPOKEN: text("The printed code of the room and the number said aloud."),
    }
)
