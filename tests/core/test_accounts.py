"""Credentials (3.3, 4.2): their shape, how they are typed, and how guessing is slowed down."""

import re
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.accounts import (
    ALPHABET,
    MAX_ATTEMPTS,
    Account,
    Attempts,
    Audience,
    login_for,
    make_secret,
    read_login,
    read_secret,
    refuse_self_service,
)
from oshj_core.errors import Invalid, NotAllowed
from oshj_core.roles import Permission

MINUTE = 60_000
SHAPE = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


class TestSecret:
    def test_nothing_in_the_alphabet_is_mistaken_for_something_else(self):
        assert set(ALPHABET).isdisjoint("ilo01")
        assert len(set(ALPHABET)) == len(ALPHABET) == 31
        assert ALPHABET.isascii()

    @given(st.randoms(use_true_random=False))
    def test_it_has_three_groups_of_four(self, random):
        assert SHAPE.fullmatch(make_secret(random.choice))

    def test_every_letter_occurs(self):
        drawn = iter(ALPHABET + ALPHABET)
        secret = make_secret(lambda alphabet: next(drawn))
        assert secret == "abcd-efgh-jkmn"

    def test_two_secrets_differ(self):
        assert len({make_secret() for _ in range(50)}) == 50

    @given(st.integers(0, 2**32), st.data())
    def test_it_is_read_however_it_was_copied(self, seed, data):
        secret = make_secret(secrets.SystemRandom(seed).choice)
        plain = secret.replace("-", "")
        typed = "".join(
            data.draw(st.sampled_from(["", " ", "-", "\t", "–", " - "]))
            + (char.upper() if data.draw(st.booleans()) else char)
            for char in plain
        )
        assert read_secret(typed) == read_secret(secret) == plain

    def test_a_secret_is_not_shown_with_its_account(self):
        account = Account("s1", "s1", Audience.STUDENT, "hash-of-secret", 0, "dean")
        assert "hash-of-secret" not in repr(account)


class TestLogin:
    @pytest.mark.parametrize(
        ("code", "login"),
        [
            ("s240017", "s240017"),
            ("S240017", "s240017"),
            ("  T-12.5 ", "t-12.5"),
        ],
    )
    def test_it_is_the_code_in_small_letters(self, code, login):
        assert login_for(code) == login
        assert read_login(f" {code.upper()} ") == login

    @pytest.mark.parametrize("code", ["", " ", "-", ".", "асанова", "a b", "a_b", "a@b", "a\n b"])
    def test_a_code_of_other_characters_makes_none(self, code):
        with pytest.raises(Invalid) as caught:
            login_for(code)
        assert caught.value.place == "login"


class TestThrottle:
    @pytest.mark.parametrize(
        ("failures", "minutes_later", "blocked"),
        [
            (0, 0, False),
            (1, 0, False),
            (MAX_ATTEMPTS - 1, 0, False),
            (MAX_ATTEMPTS, 0, True),
            (MAX_ATTEMPTS, 14, True),
            (MAX_ATTEMPTS, 15, False),
            (MAX_ATTEMPTS + 5, 14, True),
            (MAX_ATTEMPTS + 5, 15, False),
        ],
    )
    def test_ten_failures_pause_fifteen_minutes(self, failures, minutes_later, blocked):
        attempts, now = Attempts(), 1_790_000_000_000
        for _ in range(failures):
            attempts = attempts.after_failure(now)
        assert attempts.failed == failures
        assert attempts.blocks(now + minutes_later * MINUTE) is blocked

    def test_the_pause_ends_to_the_millisecond(self):
        attempts = Attempts(MAX_ATTEMPTS, 1_000)
        assert attempts.blocks(1_000 + 15 * MINUTE - 1)
        assert not attempts.blocks(1_000 + 15 * MINUTE)

    def test_after_the_pause_the_count_begins_anew(self):
        attempts = Attempts(MAX_ATTEMPTS, 1_000)
        after = attempts.after_failure(1_000 + 15 * MINUTE)
        assert after == Attempts(1, 1_000 + 15 * MINUTE)
        assert not after.blocks(after.last)

    def test_slow_guessing_counts_on_while_the_pause_has_not_passed(self):
        attempts, now = Attempts(), 1_790_000_000_000
        for number in range(MAX_ATTEMPTS):
            attempts = attempts.after_failure(now + number * 14 * MINUTE)
        assert attempts.blocks(attempts.last)


class TestIssuing:
    @pytest.mark.parametrize(
        ("audience", "permission"),
        [
            (Audience.STAFF, Permission.ISSUE_STAFF_CREDENTIALS),
            (Audience.STUDENT, Permission.ISSUE_STUDENT_CREDENTIALS),
        ],
    )
    def test_each_audience_has_its_issuer(self, audience, permission):
        assert audience.issuing is permission

    @pytest.mark.parametrize(
        ("audience", "clause"), [(Audience.STUDENT, "4.2"), (Audience.STAFF, "4.1")]
    )
    def test_nobody_changes_the_own_credentials(self, audience, clause):
        with pytest.raises(NotAllowed) as caught:
            refuse_self_service(audience)
        assert caught.value.clause == clause
        assert caught.value.advice is not None
