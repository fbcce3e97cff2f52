"""The contracts of the ports that keep rights lent for a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.delegation import Delegation, Substitution
from oshj_core.errors import NotFound
from oshj_core.roles import Role, Scope, ScopeKind

FIRST, LAST = date(2026, 10, 5), date(2026, 10, 9)
BY_DAYS = Substitution("v2", "t1", "t2", FIRST, LAST, "оорулуу", named_by="head")
BY_LESSONS = attrs.evolve(BY_DAYS, id="v1", substitute="t3", lessons=("mfrggzdfmy", "b"))
MATH = Scope(ScopeKind.UNIT, "math")
LENT = Delegation("d1", Role.DEANERY, MATH, "dean", "clerk", FIRST, LAST, "өргүү")


class SubstitutionsContract:
    """Substitutions come back equal, by id, by substitute and by teacher."""

    @pytest.fixture
    def substitutions(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Substitutions")

    def test_what_was_put_comes_back(self, substitutions: Any) -> None:
        assert substitutions.find("v1") is None
        with pytest.raises(NotFound):
            substitutions.get("v1")
        for one in (BY_DAYS, BY_LESSONS):
            substitutions.put(one)
            assert substitutions.get(one.id) == substitutions.find(one.id) == one
        assert list(substitutions.of("t2")) == [BY_DAYS]
        assert list(substitutions.for_teacher("t1")) == [BY_LESSONS, BY_DAYS]
        assert list(substitutions.of("t1")) == list(substitutions.for_teacher("t2")) == []

    def test_an_end_replaces(self, substitutions: Any) -> None:
        substitutions.put(BY_DAYS)
        ended = attrs.evolve(BY_DAYS, ended=LAST)
        substitutions.put(ended)
        assert list(substitutions.of("t2")) == [ended]


class DelegationsContract:
    """Delegations come back equal, by id, by lender and by the one lent to."""

    @pytest.fixture
    def delegations(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Delegations")

    def test_what_was_put_comes_back(self, delegations: Any) -> None:
        other = attrs.evolve(LENT, id="d0", delegate="other")
        assert delegations.find("d1") is None
        with pytest.raises(NotFound):
            delegations.get("d1")
        for one in (LENT, other):
            delegations.put(one)
            assert delegations.get(one.id) == delegations.find(one.id) == one
        assert list(delegations.by("dean")) == [other, LENT]
        assert list(delegations.to("clerk")) == [LENT]
        assert list(delegations.to("dean")) == list(delegations.by("clerk")) == []

    def test_an_end_replaces(self, delegations: Any) -> None:
        delegations.put(LENT)
        ended = attrs.evolve(LENT, ended=LAST)
        delegations.put(ended)
        assert list(delegations.to("clerk")) == [ended]
