"""The name of every type of value in the file."""

from __future__ import annotations

from collections.abc import Mapping

from oshj_core import corrections, planning, retention, timetable
from oshj_core.accounts import Account, Attempts, Audience
from oshj_core.attendance import Excuse, ExcuseState
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Module, Semester, Window
from oshj_core.certificate import Certificate
from oshj_core.delegation import Delegation, Substitution
from oshj_core.people import PersonName, Staff, Student
from oshj_core.ports import Lesson, Member, RoleHolding, Stay
from oshj_core.register import Entry, EntryKind, PackedSheet
from oshj_core.roles import Role, Scope, ScopeKind, State
from oshj_core.structure import (
    Assignment,
    ControlForm,
    Group,
    LessonKind,
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
    "group": Group,
    "hold": retention.Hold,
    "holding": RoleHolding,
    "interval": timetable.Interval,
    "item": retention.Item,
    "kept": retention.Kept,
    "lesson": Lesson,
    "lesson kind": LessonKind,
    "member": Member,
    "module": Module,
    "name": PersonName,
    "plan": planning.Plan,
    "plan state": planning.PlanState,
    "plan step": planning.Step,
    "proof": retention.Proof,
    "role": Role,
    "scope": Scope,
    "scope kind": ScopeKind,
    "sealed sheet": PackedSheet,
    "semester": Semester,
    "staff member": Staff,
    "state": State,
    "stay": Stay,
    "step": corrections.Step,
    "student": Student,
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
