"""Accounts, failed attempts, and the roles people were given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.accounts import Account, Attempts
from oshj_core.errors import NotFound
from oshj_core.ports import RoleHolding
from oshj_core.roles import Role, Scope
from oshj_portal.store.convert import converter
from oshj_portal.store.tables import Keys, StoredTable
from oshj_portal.store.watching import touch

_ATTEMPTS = converter(Attempts)
_HOLDING = converter(RoleHolding)


class AccountTable(StoredTable[Account]):
    """Accounts by login."""

    kind = "account"
    values = converter(Account)
    key = "login"
    indexes: ClassVar[Mapping[str, Keys]] = {"person": lambda account: (account.person,)}


class StoredAccounts(Persistent):
    """Accounts and attempts, implementing :class:`oshj_core.ports.AccountStore`."""

    def __init__(self) -> None:
        self._accounts = AccountTable()
        self._attempts = OOBTree()

    def find(self, login: str) -> Account | None:
        """The account of that login."""
        return self._accounts.find(login)

    def of(self, person: str) -> Account | None:
        """The account of that person."""
        return next(iter(self._accounts.by("person", person)), None)

    def put(self, account: Account) -> None:
        """Add the account or replace the one of its login."""
        self._accounts.put(account)

    def remove(self, login: str) -> None:
        """Remove an account nobody signed in with.  Raises :class:`oshj_core.errors.NotFound`."""
        self._accounts.remove(login)
        self._attempts.pop(login, None)

    def claim(self) -> None:
        """See :meth:`StoredTable.claim`."""
        self._accounts.claim()

    def attempts(self, login: str) -> Attempts:
        """The failed attempts counted for that login; zero for an unknown one."""
        stored = self._attempts.get(login)
        return Attempts() if stored is None else _ATTEMPTS.load(stored)

    def count(self, login: str, attempts: Attempts) -> None:
        """Store the attempts counted for that login; none at all leave nothing behind."""
        if attempts != Attempts():
            self._attempts[login] = _ATTEMPTS.dump(attempts)
        elif login in self._attempts:
            del self._attempts[login]

    def __iter__(self) -> Iterator[Account]:
        """All accounts by login."""
        return iter(self._accounts)

    def __len__(self) -> int:
        return len(self._accounts)


class StoredHoldings(Persistent):
    """Roles given, implementing :class:`oshj_core.ports.Holdings`."""

    def __init__(self) -> None:
        self._holdings = OOBTree()

    def of(self, person: str) -> Sequence[RoleHolding]:
        """The person's roles, expired ones included."""
        stored = self._holdings.values((person,), (person + "\0",), excludemax=True)
        return [_HOLDING.load(holding) for holding in stored]

    def give(self, holding: RoleHolding) -> None:
        """Add it; giving the same role at the same scope again replaces its end."""
        key = (holding.person, holding.role.value, str(holding.scope))
        self._holdings[key] = _HOLDING.dump(holding)
        self.claim()

    def claim(self) -> None:
        """Let this transaction and any other that gives a role at the same time conflict."""
        touch(self)

    def take(self, person: str, role: Role, scope: Scope) -> None:
        """Remove it.  Raises :class:`oshj_core.errors.NotFound`."""
        try:
            del self._holdings[person, role.value, str(scope)]
        except KeyError:
            raise NotFound("role", role.value) from None

    def __iter__(self) -> Iterator[RoleHolding]:
        """All of them, by person."""
        return map(_HOLDING.load, self._holdings.values())
