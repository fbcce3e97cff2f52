"""Calendar-thematic plans with all their versions, and the topics lessons took from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.errors import NotFound
from oshj_core.planning import Plan, Tie
from oshj_portal.store.convert import converter
from oshj_portal.store.pairs import Pairs
from oshj_portal.store.watching import touch

_PLAN, _TIE = converter(Plan), converter(Tie)
_Key = tuple[str, int]


def _key(*parts: str) -> str:
    return "\n".join(parts)


class StoredPlans(Persistent):
    """Implements :class:`oshj_core.planning.PlanStore`; a version is one record."""

    def __init__(self) -> None:
        self._versions = OOBTree()
        self._subjects = Pairs()
        self._groups = Pairs()
        self._authors = Pairs()
        self._ties = OOBTree()
        self._tied = Pairs()

    def versions(self, identifier: str) -> Sequence[Plan]:
        """The versions of a plan, oldest first; none for an unknown one."""
        # No id lies between this one and the one with the least letter behind it.
        stored = self._versions.values((identifier,), (identifier + "\0",), excludemax=True)
        return [_PLAN.load(plan) for plan in stored]

    def latest(self, identifier: str) -> Plan:
        """The newest version.  Raises :class:`oshj_core.errors.NotFound`."""
        versions = self.versions(identifier)
        if not versions:
            raise NotFound("plan", identifier)
        return versions[-1]

    def put(self, plan: Plan) -> None:
        """Add the version or replace the one of its number."""
        key: _Key = (plan.id, plan.version)
        stored = self._versions.get(key)
        old = None if stored is None else _PLAN.load(stored)
        if not self.versions(plan.id):
            self.claim()
        self._versions[key] = _PLAN.dump(plan)
        for index, of in (
            (self._subjects, _subjects_of),
            (self._groups, _groups_of),
            (self._authors, _authors_of),
        ):
            index.replace(key, () if old is None else of(old), of(plan))

    def claim(self) -> None:
        """Let this transaction and any other that begins a plan at the same time conflict."""
        touch(self)

    def of_subject(self, subject: str, semester: str) -> Sequence[Plan]:
        """All versions of the plans of the subject in the semester, by id and version."""
        return self._load(self._subjects.ids(_key(subject, semester)))

    def of_group(self, subject: str, semester: str, group: str) -> Sequence[Plan]:
        """Of these, the versions that are for the group, alone or among others."""
        return self._load(self._groups.ids(_key(subject, semester, group)))

    def of_author(self, author: str) -> Sequence[Plan]:
        """All versions that person wrote, by id and version."""
        return self._load(self._authors.ids(author))

    def _load(self, keys: Iterable[_Key]) -> Sequence[Plan]:
        return [_PLAN.load(self._versions[key]) for key in keys]

    def tie(self, lesson: str) -> Tie | None:
        """The topic the lesson took."""
        stored = self._ties.get(lesson)
        return None if stored is None else _TIE.load(stored)

    def put_tie(self, tie: Tie) -> None:
        """Keep the topic of a lesson, in place of another if there is one."""
        old = self.tie(tie.lesson)
        self._ties[tie.lesson] = _TIE.dump(tie)
        self._tied.replace(tie.lesson, () if old is None else (old.plan,), (tie.plan,))

    def ties_of(self, plan: str) -> Sequence[Tie]:
        """The ties to any version of the plan, by lesson."""
        return [_TIE.load(self._ties[lesson]) for lesson in self._tied.ids(plan)]


def _subjects_of(plan: Plan) -> Iterable[str]:
    return (_key(plan.subject, plan.semester),)


def _groups_of(plan: Plan) -> Iterable[str]:
    return (_key(plan.subject, plan.semester, group) for group in plan.groups)


def _authors_of(plan: Plan) -> Iterable[str]:
    return (plan.author,)
