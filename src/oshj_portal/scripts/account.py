"""``oshj administrator``: the first account, from which all others follow (3.1).

Only somebody with access to the machine can run it; everything else is done in the portal.
"""

from __future__ import annotations

from oshj_core.accounts import Account, Audience, login_for, make_secret, read_secret
from oshj_core.audit import AuditEvent
from oshj_core.people import PersonName, Staff
from oshj_core.ports import RoleHolding
from oshj_core.roles import UNIVERSITY, Role
from oshj_portal.scripts.environment import Environment, open_environment
from oshj_portal.scripts.options import add_config
from oshj_portal.signin.passwords import Argon2Hasher

MACHINE = "machine"


def add_command(subparsers) -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "administrator", help="make or reissue the administrator's account; prints the password"
    )
    parser.add_argument("--login", default="admin", help="login (admin)")
    add_config(parser)
    parser.set_defaults(run=run)


def run(args) -> None:
    """Make the account and print its secret once."""
    with open_environment(args.config) as env:
        secret = make_administrator(env, args.login)
        env.tm.commit()
    print(f"login: {login_for(args.login)}\npassword: {secret}")


def make_administrator(env: Environment, login: str) -> str:
    """An administrator with a new secret, which is returned; the caller commits."""
    site, login = env.site, login_for(login)
    now = int(env.clock.now().timestamp() * 1000)
    if site.university.staff.find(login) is None:
        site.university.staff.put(Staff(login, PersonName("Администратор", ""), ""))
    known = site.accounts.find(login)
    secret = make_secret()
    site.accounts.put(
        Account(
            login,
            login,
            Audience.STAFF,
            Argon2Hasher().hash(read_secret(secret)),
            now,
            MACHINE,
            known.generation + 1 if known else 1,
        )
    )
    site.holdings.give(RoleHolding(login, Role.ADMINISTRATOR, UNIVERSITY, None, MACHINE))
    site.audit.append(AuditEvent(now, MACHINE, "account.issue", f"account:{login}"))
    site.audit.append(
        AuditEvent(now, MACHINE, "role.give", f"person:{login}", after=Role.ADMINISTRATOR.value)
    )
    return secret
