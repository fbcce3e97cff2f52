"""Issuing credentials: the system makes the secret, the issuer hands it over (3.3, 4.2).

The secret is returned once, to be printed; what is kept is its hash, and no event names it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.accounts import Account, login_for, make_secret, read_secret
from oshj_core.audit import AuditEvent
from oshj_core.decisions import require
from oshj_core.errors import Invalid, NotAllowed, NotFound
from oshj_core.kyrgyz import normalise
from oshj_core.text import text
from oshj_core.two_persons import MAX_ALONE, needs_second, second_person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.accounts import Audience
    from oshj_core.journal import Act
    from oshj_core.ports import AccountStore, AuditTrail, Hasher
    from oshj_core.roles import Actor, Facts

MAX_REISSUED = MAX_ALONE
"""So many accounts one person may reissue at once; more need a second person."""
MAX_REASON = 200


@attrs.frozen
class Issued:
    """An account and its secret, which exists nowhere else."""

    account: Account
    secret: str = attrs.field(repr=False)


@attrs.frozen
class Issuing:
    """One actor's issuing: where accounts and events are kept, what hashes, and who acts."""

    accounts: AccountStore
    audit: AuditTrail
    hasher: Hasher
    act: Act

    def issue(self, person: str, audience: Audience, facts: Facts, reason: str = "") -> Issued:
        """Give a person an account, or an existing account a new secret.

        ``facts`` are those of the person's place: the administrator issues to staff anywhere,
        a deanery to students of its own unit (3.3).  A new secret ends the open sessions.

        :raises NotAllowed: the actor may not issue to that person.
        :raises Invalid: an account is there and no ``reason`` is given for a new secret; the
            account is closed; the person's code makes no login, or somebody else's.
        """
        require(self.act.actor, audience.issuing, facts)
        known = self.accounts.of(person)
        if known is None:
            return self._issue_first(person, audience, self._free_login(person))
        self._check_reissue(known, audience)
        return self._reissue(known, needed_reason(reason))

    def issue_missing(
        self, people: Iterable[str], audience: Audience, facts: Facts
    ) -> tuple[Issued, ...]:
        """Give an account to each of the people who has none; the others keep theirs.

        :raises NotAllowed: the actor may not issue to people of that place.
        :raises Invalid: a person's code makes no login, or somebody else's; nobody gets one.
        """
        require(self.act.actor, audience.issuing, facts)
        # Secrets are shown once: all logins are tried before the first account is stored.
        logins: dict[str, str] = {}
        for person in people:
            if self.accounts.of(person) is None:
                login = self._free_login(person)
                if logins.setdefault(login, person) != person:
                    raise _taken(login)
        return tuple(self._issue_first(person, audience, login) for login, person in logins.items())

    def reissue_all(
        self,
        people: Iterable[str],
        audience: Audience,
        facts: Facts,
        reason: str,
        second: Actor | None = None,
    ) -> tuple[Issued, ...]:
        """Give a new secret to each of the people who has an open account.

        :param second: somebody else who may issue to them and agrees; needed for more than
            :data:`MAX_REISSUED`.
        :raises NotAllowed: the actor may not; or they are more than one person may reissue and
            there is no second person, or one who may not.
        :raises Invalid: no reason is given.
        """
        require(self.act.actor, audience.issuing, facts)
        reason = needed_reason(reason)
        found = [self.accounts.of(person) for person in dict.fromkeys(people)]
        known = [account for account in found if account is not None and account.active]
        if needs_second(audience.issuing, len(known)):
            # 7.7: whoever can replace everybody's credentials at a stroke can take the
            # journal over; that is never left to one person.
            if second is None:
                raise NotAllowed(
                    text("At most ${limit} accounts are reissued at once.", limit=MAX_REISSUED),
                    clause="7.7",
                    advice=text("Reissue them group by group."),
                )
            second_person(self.act.actor.id, second, audience.issuing, facts)
            reason = f"{reason} ({second.id})"
        for account in known:
            self._check_reissue(account, audience)
        return tuple(self._reissue(account, reason) for account in known)

    def set_active(self, login: str, facts: Facts, *, active: bool, reason: str) -> Account:
        """Close an account, or open a closed one again; doing it twice changes nothing.

        :raises NotFound: there is no such account.
        :raises NotAllowed: the actor may not issue to that person; it is the actor's own.
        :raises Invalid: no reason is given.
        """
        account = self.accounts.find(login)
        if account is None:
            raise NotFound("account", login)
        require(self.act.actor, account.audience.issuing, facts)
        if account.active == active:
            return account
        if account.person == self.act.actor.id:
            raise NotAllowed(
                text("Nobody closes the own account."),
                clause="4.1",
                advice=text("Ask another administrator."),
            )
        reason = needed_reason(reason)
        changed = attrs.evolve(account, active=active)
        self.accounts.put(changed)
        self._note("account.open" if active else "account.close", changed, reason=reason)
        return changed

    def _free_login(self, person: str) -> str:
        login = login_for(person)
        if self.accounts.find(login) is not None:
            raise _taken(login)
        return login

    def _issue_first(self, person: str, audience: Audience, login: str) -> Issued:
        secret = make_secret()
        account = Account(
            login,
            person,
            audience,
            self.hasher.hash(read_secret(secret)),
            self.act.millis,
            self.act.actor.id,
        )
        self.accounts.put(account)
        self._note("account.issue", account)
        return Issued(account, secret)

    def _check_reissue(self, known: Account, audience: Audience) -> None:
        if known.audience is not audience:
            # A deanery that could reissue an employee's account would take over the roles.
            raise NotAllowed(text("You do not issue this account."), clause="3.3")
        if not known.active:
            raise Invalid(text("The account is closed; open it first."), place="login")

    def _reissue(self, known: Account, reason: str) -> Issued:
        secret = make_secret()
        account = attrs.evolve(
            known,
            secret=self.hasher.hash(read_secret(secret)),
            issued_at=self.act.millis,
            issued_by=self.act.actor.id,
            generation=known.generation + 1,
        )
        self.accounts.put(account)
        self._note("account.reissue", account, reason=reason)
        return Issued(account, secret)

    def _note(self, action: str, account: Account, *, reason: str = "") -> None:
        self.audit.append(
            AuditEvent(
                self.act.millis,
                self.act.actor.id,
                action,
                f"account:{account.login}",
                reason=reason,
                request=self.act.request,
            )
        )


def _taken(login: str) -> Invalid:
    return Invalid(
        text("The login “${login}” belongs to somebody else.", login=login), place="login"
    )


def needed_reason(reason: str) -> str:
    """The reason in one line.

    :raises Invalid: nothing was given, or more than ``MAX_REASON`` characters.
    """
    reason = normalise(reason)
    if not reason:
        raise Invalid(
            text("Say why: the reason is kept with the change."), place="reason", clause="1.4"
        )
    if len(reason) > MAX_REASON:
        raise Invalid(
            text("At most ${limit} characters fit here.", limit=MAX_REASON), place="reason"
        )
    return reason
