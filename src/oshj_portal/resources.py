"""The tree that a path walks: university › unit › group › journal › lesson.

A resource is made while the path is walked and is never stored: it has a name, a parent, the
core's value it stands for, and the facts a decision needs.  ``__getitem__`` gives resources
and nothing else.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from oshj_core.enrolment import journal_id
from oshj_core.errors import NotFound
from oshj_core.journal import Journal, unit_scopes
from oshj_core.people import Student
from oshj_core.roles import UNIVERSITY, Facts, Scope, ScopeKind
from oshj_portal.i18n import _
from oshj_portal.security.acl import acl

if TYPE_CHECKING:
    from oshj_core.grading import Component
    from oshj_core.people import Staff
    from oshj_core.ports import Lesson
    from oshj_core.structure import Group, Subject, Unit


class Resource:
    """A place in the tree; what is not said here lies in its parent."""

    def __init__(self, request, name: str, parent: Resource | None) -> None:
        self.request = request
        self.__name__ = name
        self.__parent__: Any = parent

    @property
    def facts(self) -> Facts:
        """What a decision about this place needs to know."""
        return self.__parent__.facts

    @property
    def title(self) -> Any:
        """What the breadcrumb shows; ``None`` for a place without a page."""
        return self.__name__

    def __acl__(self):
        return acl(self.facts)

    def __getitem__(self, name: str) -> Resource:
        raise KeyError(name)


class University(Resource):
    """The root."""

    facts = Facts((UNIVERSITY,))
    places: ClassVar[dict[str, type[Resource]]] = {}

    def __init__(self, request) -> None:
        super().__init__(request, "", None)

    def __getitem__(self, name: str) -> Resource:
        return self.places[name](self.request, name, self)


class Units(Resource):
    """The structural units right under the university."""

    title = _("University")

    def __getitem__(self, name: str) -> UnitResource:
        return _unit(self, name, "")


class UnitResource(Resource):
    """A unit: the units under it and its groups."""

    def __init__(self, request, parent: Resource, unit: Unit) -> None:
        super().__init__(request, unit.id, parent)
        self.unit = unit

    @property
    def title(self) -> str:
        return self.unit.name

    @property
    def facts(self) -> Facts:
        return Facts(unit_scopes(self.request.site.university, self.unit.id))

    def __getitem__(self, name: str) -> Resource:
        group = self.request.site.university.groups.find(name)
        if group is not None and group.unit == self.unit.id:
            return GroupResource(self.request, self, group)
        return _unit(self, name, self.unit.id)


def _unit(parent: Resource, name: str, above: str) -> UnitResource:
    unit = parent.request.site.university.units.find(name)
    if unit is None or unit.parent != above:
        raise KeyError(name)
    return UnitResource(parent.request, parent, unit)


class GroupResource(Resource):
    """A study group: its students and its journals."""

    def __init__(self, request, parent: Resource, group: Group) -> None:
        super().__init__(request, group.id, parent)
        self.group = group

    @property
    def facts(self) -> Facts:
        return Facts((Scope(ScopeKind.GROUP, self.group.id), *self.__parent__.facts.scopes))

    def __getitem__(self, name: str) -> JournalResource:
        """``algebra@2026-1``: a subject in a semester."""
        subject, _, semester = name.partition("@")
        register = self.request.site.registers.find(journal_id(self.group.id, subject, semester))
        if register is None:
            raise KeyError(name)
        return JournalResource(self.request, self, name, register)


def journal_name(subject: str, semester: str) -> str:
    """The name of a journal in its group."""
    return f"{subject}@{semester}"


class JournalResource(Resource):
    """A group's subject in one semester; its sheets are lessons and controls."""

    def __init__(self, request, parent: GroupResource, name: str, register) -> None:
        super().__init__(request, name, parent)
        self.register = register

    @cached_property
    def journal(self) -> Journal:
        """The journal as this request's actor sees it."""
        request = self.request
        return Journal(self.register, request.site.university, request.act)

    @cached_property
    def subject(self) -> Subject:
        """The subject taught."""
        return self.request.site.university.subjects.get(self.register.subject)

    @property
    def title(self) -> str:
        return self.subject.name

    @property
    def facts(self) -> Facts:
        return self.journal.facts

    def __getitem__(self, name: str) -> Resource:
        try:
            return LessonResource(self.request, self, self.register.lesson(name))
        except NotFound:
            pass
        try:
            return ControlResource(self.request, self, self.journal.control(name))
        except NotFound:
            raise KeyError(name) from None


class LessonResource(Resource):
    """A lesson of a journal."""

    def __init__(self, request, parent: JournalResource, lesson: Lesson) -> None:
        super().__init__(request, lesson.id, parent)
        self.lesson = lesson
        self.journal = parent.journal

    @property
    def title(self) -> str:
        return f"{self.lesson.date:%d.%m.%Y}"

    @property
    def facts(self) -> Facts:
        return self.journal.lesson_facts(self.lesson)


class ControlResource(Resource):
    """A control of a journal: an intermediate check, independent work, the final."""

    def __init__(self, request, parent: JournalResource, component: Component) -> None:
        super().__init__(request, component.id, parent)
        self.component = component
        self.journal = parent.journal

    @property
    def title(self) -> str:
        return self.component.title[self.request.locale_name]

    @property
    def facts(self) -> Facts:
        return self.journal.control_facts(self.component)


class People(Resource):
    """Staff and students by their id; there is no page of all of them."""

    title = None

    def __getitem__(self, name: str) -> PersonResource:
        university = self.request.site.university
        person = university.students.find(name) or university.staff.find(name)
        if person is None:
            raise KeyError(name)
        return PersonResource(self.request, self, person)


class PersonResource(Resource):
    """A person: seen by those who are responsible for the group or unit, and by the student."""

    def __init__(self, request, parent: Resource, person: Staff | Student) -> None:
        super().__init__(request, person.id, parent)
        self.person = person

    @property
    def title(self) -> str:
        return self.person.name.full

    @property
    def is_student(self) -> bool:
        """Whether it is a student's record."""
        return isinstance(self.person, Student)

    @property
    def facts(self) -> Facts:
        university = self.request.site.university
        if not isinstance(self.person, Student):
            return Facts(unit_scopes(university, self.person.unit))
        group = university.groups.get(self.person.group)
        return Facts(
            (
                Scope(ScopeKind.STUDENT, self.person.id),
                Scope(ScopeKind.GROUP, group.id),
                *unit_scopes(university, group.unit),
            )
        )


class Control(Resource):
    """The administrator's panel."""

    title = _("Control panel")


University.places.update({"units": Units, "people": People, "control": Control})


def person_path(request, person: str) -> str:
    """The address of a person's page."""
    return request.resource_path(People(request, "people", University(request)), person)


def unit_resource(request, unit: str) -> UnitResource:
    """The resource of a unit, by the path it lies under."""
    value = request.site.university.units.get(unit)
    parent = (
        unit_resource(request, value.parent)
        if value.parent
        else Units(request, "units", University(request))
    )
    return UnitResource(request, parent, value)


def group_resource(request, group: str) -> GroupResource:
    """The resource of a group, by the path it lies under."""
    value = request.site.university.groups.get(group)
    return GroupResource(request, unit_resource(request, value.unit), value)


def journal_resource(request, register) -> JournalResource:
    """The resource of a register, by the path it lies under."""
    group = group_resource(request, register.group)
    return JournalResource(
        request, group, journal_name(register.subject, register.semester), register
    )


def includeme(config):
    config.set_root_factory(University)
