"""The name of every type of value in the file."""

from __future__ import annotations

from collections.abc import Mapping

from oshj_core import (
    corrections,
    inspections,
    load,
    membership,
    notices,
    planning,
    retention,
    timetable,
)
from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.academic_calendar.bells import Bell, BellTable
from oshj_core.accounts import Account, Attempts, Audience
from oshj_core.attendance import Excuse, ExcuseState
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Module, Semester, Window
from oshj_core.certificate import Certificate
from oshj_core.delegation import Delegation, Substitution
from oshj_core.people import PersonName, Staff, Student
from oshj_core.ports import Lesson, Member, RoleHolding, Stay, Withdrawal
from oshj_core.register import Entry, EntryKind, PackedSheet
from oshj_core.reports import FindingKind, Severity
from oshj_core.roles import Role, Scope, ScopeKind, State
from oshj_core.structure import (
    Assignment,
    ControlForm,
    Group,
    LessonKind,
    StudyForm,
    Subject,
    Unit,
    UnitKind,
)
from oshj_core.text import Text

TYPES: Mapping[str, type] = {
    "account": Account,
    "act of disposal": retention.DisposalAct,
    "action": retention.Action,
    "approval": retention.Approval,
    "assignment": Assignment,
    "attempts": Attempts,
    "audience": Audience,
    "bell": Bell,
    "bells": BellTable,
    "cell": corrections.CellRef,
    "certificate": Certificate,
    "change of the timetable": timetable.Change,
    "control form": ControlForm,
    "correction": corrections.Correction,
    "delegation": Delegation,
    "disposal": retention.Disposal,
    "disposal state": retention.DisposalState,
    "dispute": corrections.Dispute,
    "entry": Entry,
    "entry kind": EntryKind,
    "event": AuditEvent,
    "excuse": Excuse,
    "excuse state": ExcuseState,
    "finding kind": FindingKind,
    "found": inspections.Found,
    "group": Group,
    "hold": retention.Hold,
    "holding": RoleHolding,
    "inspection": inspections.Inspection,
    "interval": timetable.Interval,
    "item": retention.Item,
    "kept": retention.Kept,
    "lesson": Lesson,
    "lesson kind": LessonKind,
    "list error": membership.ListError,
    "list error kind": membership.ListErrorKind,
    "list error state": membership.ListErrorState,
    "load": load.LoadLine,
    "member": Member,
    "module": Module,
    "move": membership.Move,
    "move kind": membership.MoveKind,
    "name": PersonName,
    "look": inspections.Look,
    "notice": notices.Notice,
    "notice kind": notices.NoticeKind,
    "period": Period,
    "period kind": PeriodKind,
    "place": membership.Place,
    "plan": planning.Plan,
    "plan state": planning.PlanState,
    "plan step": planning.Step,
    "proof": retention.Proof,
    "reach": Reach,
    "report": inspections.Report,
    "role": Role,
    "said": notices.Said,
    "scope": Scope,
    "scope kind": ScopeKind,
    "sealed sheet": PackedSheet,
    "semester": Semester,
    "severity": Severity,
    "staff member": Staff,
    "state": State,
    "stay": Stay,
    "withdrawal": Withdrawal,
    "step": corrections.Step,
    "still open": inspections.StillOpen,
    "student": Student,
    "study form": StudyForm,
    "subject": Subject,
    "substitution": Substitution,
    "task": planning.Task,
    "text": Text,
    "tie": planning.Tie,
    "topic": planning.Topic,
    "unit": Unit,
    "unit kind": UnitKind,
    "weekly lesson": timetable.WeeklyLesson,
    "weeks": timetable.Weeks,
    "window": Window,
}
NAMES: Mapping[type, str] = {kind: name for name, kind in TYPES.items()}
