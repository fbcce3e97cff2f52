"""Terms: from which day, how long, and by which version of a schedule (5.7, 5.8)."""

import calendar
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.errors import Invalid, NotFound
from oshj_core.retention import (
    Action,
    Period,
    Schedule,
    Schedules,
    Trigger,
    YearDay,
    load_schedules,
    shipped_schedules,
)

DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))
YEAR_DAYS = st.dates(date(2001, 1, 1), date(2001, 12, 31)).map(
    lambda day: YearDay(day.month, day.day)
)
SCHEDULES = st.builds(
    Schedule,
    st.just("journal"),
    st.just("5.7"),
    st.sampled_from(Trigger),
    st.builds(Period, st.integers(1, 100)),
    st.sampled_from(Action),
    st.just(date(1980, 1, 1)),
    st.just("tests"),
    term_starts=st.none() | YEAR_DAYS,
    year_ends=YEAR_DAYS,
)


def schedule(**changes):
    (journal,) = (one for one in shipped_schedules() if one.id == "journal")
    return attrs.evolve(journal, **changes)


class TestShipped:
    @pytest.mark.parametrize(
        ("identifier", "happened", "start", "due"),
        [
            ("journal", date(2027, 1, 24), date(2028, 1, 1), date(2033, 1, 1)),
            ("journal", date(2027, 6, 30), date(2028, 1, 1), date(2033, 1, 1)),
            ("journal", date(2027, 8, 31), date(2028, 1, 1), date(2033, 1, 1)),
            ("journal", date(2027, 9, 1), date(2029, 1, 1), date(2034, 1, 1)),
            ("appendix-1", date(2027, 1, 25), date(2028, 1, 1), date(2053, 1, 1)),
        ],
    )
    def test_terms(self, identifier, happened, start, due):
        one = shipped_schedules().of(identifier, happened, date(2030, 1, 1))
        assert one.term_start(happened) == start
        assert one.due(happened) == due
        assert one.retain_until(happened) == due - timedelta(days=1)

    def test_the_mandates_are_clauses(self):
        mandates = {one.id: (one.mandate, one.period.years) for one in shipped_schedules()}
        assert mandates == {"journal": ("5.7", 5), "appendix-1": ("5.8", 25)}

    @pytest.mark.parametrize("year", range(2015, 2045))
    def test_every_semester_for_twenty_five_years_ahead(self, year):
        schedules = shipped_schedules()
        for happened in (date(year, 9, 1), date(year + 1, 1, 24), date(year + 1, 8, 31)):
            journal = schedules.of("journal", happened, happened)
            paper = schedules.of("appendix-1", happened, happened)
            assert journal.due(happened) == date(year + 7, 1, 1)
            assert paper.due(happened) == date(year + 27, 1, 1)


class TestTerms:
    @given(SCHEDULES, DAYS)
    def test_nothing_is_due_before_its_full_years_are_over(self, one, happened):
        due, years = one.due(happened), one.period.years
        assert due > happened
        assert due.year - happened.year >= years
        leap = calendar.isleap(happened.year) or calendar.isleap(due.year)
        assert (due - happened).days >= years * 365 + (years - 1) // 5 - leap

    @given(SCHEDULES, DAYS)
    def test_a_later_record_is_never_due_earlier(self, one, happened):
        assert one.due(happened) <= one.due(happened + timedelta(days=1))

    @given(SCHEDULES, DAYS)
    def test_a_longer_period_is_never_due_earlier(self, one, happened):
        longer = attrs.evolve(one, period=Period(one.period.years + 1))
        assert longer.due(happened) > one.due(happened)

    @pytest.mark.parametrize(
        ("happened", "due"),
        [
            (date(2028, 2, 28), date(2033, 3, 1)),  # the term starts on 29 February
            (date(2028, 2, 29), date(2033, 3, 1)),
            (date(2027, 12, 31), date(2033, 1, 1)),
            (date(2028, 12, 30), date(2033, 12, 31)),
        ],
    )
    def test_leap_days_and_year_ends(self, happened, due):
        one = schedule(trigger=Trigger.RECORD_DATE, term_starts=None)
        assert one.due(happened) == due

    def test_the_start_of_the_term_is_a_setting(self):
        one = schedule(term_starts=YearDay(9, 1))
        assert one.due(date(2027, 1, 24)) == date(2032, 9, 1)

    @pytest.mark.parametrize("happened", [date(9999, 12, 31), date(9998, 9, 1), date(9996, 1, 1)])
    def test_the_end_of_the_calendar_is_refused(self, happened):
        with pytest.raises(Invalid):
            schedule().due(happened)

    @pytest.mark.parametrize("years", [0, -1, 1001, 1.5, True, "5", None, float("nan")])
    def test_a_period_that_is_none(self, years):
        with pytest.raises(Invalid):
            Period(years)

    @pytest.mark.parametrize("day", [(2, 29), (13, 1), (0, 1), (4, 31), ("1", 1)])
    def test_a_day_that_is_not_in_every_year(self, day):
        with pytest.raises(Invalid):
            YearDay(*day)


OLD = schedule(effective_until=date(2030, 8, 31))
NEW = schedule(effective_from=date(2030, 9, 1), period=Period(10))


class TestVersions:
    @pytest.mark.parametrize(
        ("happened", "years"),
        [(date(2029, 6, 1), 5), (date(2030, 8, 31), 5), (date(2030, 9, 1), 10)],
    )
    def test_a_closed_year_keeps_its_own_rule(self, happened, years):
        versions = Schedules([NEW, OLD])
        for on in (date(2026, 1, 1), date(2060, 1, 1)):
            assert versions.of("journal", happened, on).period.years == years

    def test_a_retroactive_version_governs_what_is_older_once_it_is_in_force(self):
        versions = Schedules([OLD, attrs.evolve(NEW, retroactive=True)])
        happened = date(2027, 1, 24)
        assert versions.of("journal", happened, date(2030, 8, 31)).period.years == 5
        assert versions.of("journal", happened, date(2030, 9, 1)).period.years == 10

    @given(
        st.lists(st.tuples(st.integers(1, 4000), YEAR_DAYS), min_size=1, max_size=4),
        st.integers(0, 12_000),
    )
    def test_versions_without_a_gap_govern_every_record_by_the_one_of_its_day(self, spans, after):
        begin, versions = date(2015, 9, 1), []
        for length, year_ends in spans:
            end = begin + timedelta(days=length)
            until = None if len(versions) == len(spans) - 1 else end - timedelta(days=1)
            versions.append(
                schedule(effective_from=begin, effective_until=until, year_ends=year_ends)
            )
            begin = end
        happened = date(2015, 9, 1) + timedelta(days=after)
        (of_its_day,) = (one for one in versions if one.in_force(happened))
        for on in (happened, date(2060, 1, 1)):
            assert Schedules(versions).of("journal", happened, on) == of_its_day

    def test_versions_may_not_overlap(self):
        with pytest.raises(Invalid) as refused:
            Schedules([schedule(), NEW])
        assert refused.value.place == "journal.effective-from"

    def test_a_version_may_not_end_before_it_begins(self):
        with pytest.raises(Invalid) as refused:
            Schedules([schedule(effective_until=date(2000, 1, 1))])
        assert refused.value.place == "journal.effective-until"

    def test_a_record_no_version_governs_is_refused(self):
        with pytest.raises(Invalid):
            Schedules([NEW]).of("journal", date(2027, 1, 24), date(2027, 2, 1))

    def test_an_unknown_schedule_is_not_found(self):
        with pytest.raises(NotFound):
            shipped_schedules().of("minutes", date(2027, 1, 24), date(2027, 2, 1))


GOOD = {
    "id": '"journal"',
    "mandate": '"5.7"',
    "trigger": '"academic-year-end"',
    "term-starts": '"01-01"',
    "years": "5",
    "action": '"destroy"',
    "effective-from": "2015-09-01",
    "source": '"tests"',
}


def toml(**changes):
    keys = GOOD | {key.replace("_", "-"): value for key, value in changes.items()}
    lines = [f"{key} = {value}" for key, value in keys.items() if value]
    return "\n".join(["[[schedule]]", *lines])


class TestLoading:
    def test_the_least_that_is_needed(self):
        (one,) = load_schedules(toml(), source="x.toml")
        assert one == schedule(source="tests")

    def test_all_that_can_be_said(self):
        given = toml(
            term_starts='"next-day"',
            trigger='"record-date"',
            action='"transfer"',
            effective_until="2030-08-31",
            retroactive="true",
            academic_year_ends='"06-30"',
        )
        (one,) = load_schedules(given, source="x.toml")
        assert one.term_starts is None
        assert one.year_ends == YearDay(6, 30)
        assert (one.action, one.retroactive) == (Action.TRANSFER, True)

    @pytest.mark.parametrize(
        ("changes", "key"),
        [
            *(({key.replace("-", "_"): ""}, key) for key in GOOD),
            ({"years": "0"}, "years"),
            ({"years": "nan"}, "years"),
            ({"years": "true"}, "years"),
            ({"years": '"5"'}, "years"),
            ({"trigger": '"birth"'}, "trigger"),
            ({"action": '"burn"'}, "action"),
            ({"term_starts": '"02-29"'}, "term-starts"),
            ({"term_starts": '"1 January"'}, "term-starts"),
            ({"academic_year_ends": '"99-99"'}, "academic-year-ends"),
            ({"effective_from": '"2015-09-01"'}, "effective-from"),
            ({"effective_from": "2015-09-01T00:00:00"}, "effective-from"),
            ({"retroactive": "1"}, "retroactive"),
            ({"id": '"Журнал"'}, "id"),
            ({"id": "7"}, "id"),
            ({"mandate": '" "'}, "mandate"),
            ({"colour": '"red"'}, "colour"),
        ],
    )
    def test_a_wrong_key_is_named(self, changes, key):
        with pytest.raises(Invalid) as refused:
            load_schedules(toml(**changes), source="x.toml")
        assert refused.value.place == f"x.toml, schedule.1.{key}"

    @pytest.mark.parametrize(
        "wrong", ["", "x", "[schedule]", "schedule = 3", "schedule = [3]", "#" * 70_000, "a = 1"]
    )
    def test_a_wrong_file_is_named(self, wrong):
        with pytest.raises(Invalid) as refused:
            load_schedules(wrong, source="x.toml")
        assert refused.value.place.startswith("x.toml")

    @given(st.text(max_size=60))
    def test_any_text_is_loaded_or_refused(self, wrong):
        with pytest.raises(Invalid):
            load_schedules(wrong, source="x.toml")
