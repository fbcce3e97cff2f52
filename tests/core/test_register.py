"""The laws of the register: an open lesson is a log, its state a fold, a sealed module packed."""

import struct
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.register import (
    CLEARED,
    Attendance,
    Cell,
    Entry,
    EntryKind,
    Field,
    Overlap,
    PackedSheet,
    SheetState,
    cells_of,
    corrected,
    fold,
    history,
    merge,
    pack,
    unpack,
)

SLOTS = 4
values = st.sampled_from([CLEARED, 0, 1, 2, 3, 4, 450, 3000])
marks = st.tuples(st.integers(0, SLOTS - 1), st.integers(0, 3), values)
scans = st.tuples(
    st.integers(0, SLOTS - 1), st.just(0), st.sampled_from([Attendance.PRESENT, Attendance.LATE])
)
moments, actors, requests = st.integers(0, 6), st.sampled_from("tu"), st.sampled_from("abc")


def cells(kind, written):
    return st.builds(
        Entry,
        st.just(kind),
        moments,
        actors,
        requests,
        st.lists(written, max_size=3).map(cells_of),
        reason=st.sampled_from(["", "ката"]),
    )


words = st.builds(
    Entry,
    st.just(EntryKind.FACTS),
    moments,
    actors,
    requests,
    facts=st.lists(
        st.tuples(st.sampled_from(["topic", "works"]), st.sampled_from(["", "oral", "test"])),
        max_size=2,
    ).map(tuple),
)
publications = st.builds(
    Entry,
    st.just(EntryKind.PUBLISH),
    moments,
    actors,
    requests,
    reason=st.sampled_from(["", "ката"]),
)
spoken = cells(EntryKind.CELLS, marks)
checked_in = cells(EntryKind.SCAN, scans)
corrections = cells(EntryKind.CORRECTION, marks)
entries = st.one_of(spoken, checked_in, words, publications, corrections)
logs = st.lists(entries, max_size=10)


def spoken_entry(at, *written, request="r1", reason=""):
    return Entry(EntryKind.CELLS, at, "teacher", request, cells_of(written), reason=reason)


def scan(at, slot, value=Attendance.PRESENT):
    return Entry(EntryKind.SCAN, at, f"s{slot}", f"scan-{at}", cells_of([(slot, 0, value)]))


def said(at, request="r1", **facts):
    return Entry(EntryKind.FACTS, at, "teacher", request, facts=tuple(facts.items()))


def publication(at):
    return Entry(EntryKind.PUBLISH, at, "teacher", "r9")


def places(log):
    """Every cell and fact that the log ever touched."""
    for entry in log:
        yield from ((cell.slot, cell.field) for cell in entry)
        yield from (name for name, _ in entry.facts)


def value_at(state, place):
    return state.facts.get(place) if isinstance(place, str) else state.value(*place)


class TestFold:
    @given(logs, st.randoms(use_true_random=False))
    def test_the_order_a_store_merged_in_does_not_matter(self, log, random):
        shuffled = random.sample(log, len(log))
        assert fold(shuffled) == fold(log)

    @given(logs, st.data())
    def test_an_entry_that_comes_twice_counts_once(self, log, data):
        again = data.draw(st.lists(st.sampled_from(log), max_size=4)) if log else []
        assert fold(log + again) == fold(log)

    @given(logs, moments, scans)
    def test_the_teachers_word_beats_a_scan(self, log, at, check_in):
        late_scan = scan(at, check_in[0], check_in[2])
        before = fold(log)
        after = fold([*log, late_scan])
        touched_by_hand = {
            (cell.slot, cell.field)
            for entry in log
            if entry.kind in (EntryKind.CELLS, EntryKind.CORRECTION)
            for cell in entry
        }
        for place in touched_by_hand:
            assert after.value(*place) == before.value(*place)

    @pytest.mark.parametrize("minute_of_scan", [1, 2, 3])
    @pytest.mark.parametrize("word", [*Attendance, CLEARED])
    def test_what_the_teacher_said_stays_whenever_the_scan_came(self, minute_of_scan, word):
        state = fold([spoken_entry(2, (0, Field.ATTENDANCE, word)), scan(minute_of_scan, 0)])
        assert state.attendance(0) == (None if word == CLEARED else word)

    @given(logs, st.integers(0, SLOTS - 1))
    def test_a_second_scan_changes_nothing(self, log, slot):
        once = [*log, scan(10, slot)]
        assert fold([*once, scan(11, slot, Attendance.LATE)]) == fold(once)

    @given(logs)
    def test_folding_changes_nothing_and_is_repeatable(self, log):
        kept = list(log)
        assert fold(iter(log)) == fold(log)
        assert log == kept

    @given(logs)
    def test_empty_cells_are_not_kept(self, log):
        assert CLEARED not in fold(log).cells.values()

    @given(logs)
    def test_the_first_publication_counts(self, log):
        published = [entry for entry in log if entry.kind is EntryKind.PUBLISH]
        locked_by = fold(log).published
        assert (locked_by is None) == (not published)
        if locked_by is not None:
            assert locked_by in published
            assert locked_by.at == min(entry.at for entry in published)

    def test_acts_that_differ_in_their_reason_alone_have_an_order_too(self):
        one, other = publication(1), attrs.evolve(publication(1), reason="буйрук")
        assert fold([one, other]) == fold([other, one])
        assert fold([one, other]).published == one

    def test_an_empty_log_says_nothing(self):
        state = fold([])
        assert state == SheetState()
        assert state.attendance(0) is None
        assert state.value(0, Field.POINTS) is None


class TestHistory:
    @given(logs)
    def test_its_last_value_is_the_state(self, log):
        state = fold(log)
        for place in set(places(log)):
            assert history(log, place)[-1].after == value_at(state, place)

    @given(logs)
    def test_nothing_ever_entered_disappears(self, log):
        for entry in log:
            for place in places([entry]):
                assert entry in [change.entry for change in history(log, place)]

    @given(logs)
    def test_each_step_ends_where_the_log_so_far_is_folded_to(self, log):
        for place in places(log):
            seen = []
            for change in history(log, place):
                seen.append(change.entry)
                assert change.after == value_at(fold(seen), place)

    @given(logs)
    def test_each_step_begins_where_the_one_before_ended(self, log):
        for place in set(places(log)):
            steps = history(log, place)
            assert steps[0].before is None
            for earlier, later in pairwise(steps):
                assert later.before == earlier.after
                assert later.entry.at >= earlier.entry.at

    @given(logs, st.randoms(use_true_random=False))
    def test_it_does_not_depend_on_the_order_of_the_log(self, log, random):
        shuffled = random.sample(log, len(log))
        for place in set(places(log)):
            assert history(shuffled, place) == history(log, place)

    def test_a_scan_after_the_word_is_listed_though_it_changed_nothing(self):
        word, late = spoken_entry(1, (0, 0, Attendance.ABSENT)), scan(2, 0)
        steps = history([word, late], (0, Field.ATTENDANCE))
        assert [(step.before, step.after) for step in steps] == [
            (None, Attendance.ABSENT),
            (Attendance.ABSENT, Attendance.ABSENT),
        ]
        assert steps[1].entry == late

    def test_who_corrected_what_and_why(self):
        first = spoken_entry(1, (0, 1, 400))
        later = spoken_entry(2, (0, 1, 500), request="r2", reason="ката")
        steps = history([later, first], (0, 1))
        assert [(step.before, step.after, step.entry.reason) for step in steps] == [
            (None, 400, ""),
            (400, 500, "ката"),
        ]

    def test_an_untouched_place_has_none(self):
        assert history([spoken_entry(1, (0, 1, 400))], (1, 1)) == ()
        assert history([spoken_entry(1, (0, 1, 400))], "topic") == ()


class TestMerge:
    @given(logs, logs, logs)
    def test_either_side_may_be_ours(self, old, ours, theirs):
        outcomes = []
        for one, other in ((ours, theirs), (theirs, ours)):
            try:
                outcomes.append(merge(old, old + one, old + other))
            except Overlap:
                outcomes.append(None)
        first, second = outcomes
        assert (first is None) == (second is None)
        if first is not None:
            assert fold(first) == fold(second) == fold(old + ours + theirs)
            assert sorted(map(repr, first)) == sorted(map(repr, old + ours + theirs))
            assert list(first[: len(old)]) == old

    @given(logs, logs)
    def test_one_sided_additions_always_pass(self, old, added):
        assert merge(old, old + added, old) == merge(old, old, old + added) == tuple(old + added)

    @given(logs, st.lists(spoken, max_size=4), st.lists(spoken, max_size=4))
    def test_it_never_hides_what_another_hand_wrote(self, old, ours, theirs):
        touched = set(places(ours)) & set(places(theirs))
        if touched:
            with pytest.raises(Overlap):
                merge(old, old + ours, old + theirs)
        else:
            assert set(merge(old, old + ours, old + theirs)) == {*old, *ours, *theirs}

    @given(logs, st.lists(checked_in, max_size=6), st.lists(checked_in, max_size=6))
    def test_a_full_hall_may_scan_at_once(self, old, ours, theirs):
        assert set(merge(old, old + ours, old + theirs)) == {*old, *ours, *theirs}

    @given(st.lists(entries, min_size=1, max_size=4), st.lists(entries, max_size=4))
    def test_a_changed_past_is_refused(self, old, added):
        rewritten = [*old[:-1], attrs.evolve(old[-1], actor="somebody else")]
        for sides in ((rewritten, old + added), (old + added, rewritten), (old[:-1], old + added)):
            with pytest.raises(Overlap):
                merge(old, *sides)

    @pytest.mark.parametrize(
        "written", [spoken_entry(1, (0, 1, 400)), scan(1, 0), said(1, topic="Матрица")]
    )
    def test_nothing_slips_past_a_publication(self, written):
        for ours, theirs in (([publication(2)], [written]), ([written], [publication(2)])):
            with pytest.raises(Overlap):
                merge([], ours, theirs)

    @pytest.mark.parametrize(
        "written", [spoken_entry(1, (0, 1, 400)), scan(1, 0), said(1, topic="Матрица")]
    )
    def test_nothing_slips_past_a_withdrawal(self, written):
        for withdrawn in (said(2, withdrawn="1"), said(2, withdrawn="")):
            for ours, theirs in (([withdrawn], [written]), ([written], [withdrawn])):
                with pytest.raises(Overlap):
                    merge([], ours, theirs)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (said(1, topic="Матрица"), said(2, topic="Вектор")),
            (said(1, works="oral"), said(2, works="test")),
            # A mark says nothing without the kind of work it was given for.
            (said(1, works="test"), spoken_entry(2, (0, Field.FIRST_WORK, 400))),
        ],
    )
    def test_the_second_person_has_to_look_again(self, one, other):
        for ours, theirs in (([one], [other]), ([other], [one])):
            with pytest.raises(Overlap):
                merge([], ours, theirs)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (said(1, topic="Матрица"), said(2, task="3-маселе")),
            (said(1, topic="Матрица"), spoken_entry(2, (0, 1, 400))),
            (said(1, works="test"), spoken_entry(2, (0, Field.ATTENDANCE, 1))),
            (said(1, works="test"), scan(2, 0)),
            (spoken_entry(1, (0, 1, 400)), spoken_entry(2, (1, 1, 400))),
            (spoken_entry(1, (0, 0, Attendance.ABSENT)), scan(2, 0)),
        ],
    )
    def test_what_does_not_touch_lives_together(self, one, other):
        assert merge([], [one], [other]) == (other, one)
        assert merge([], [other], [one]) == (one, other)


folded = st.lists(
    st.one_of(spoken, checked_in, words, st.builds(publication, moments)), max_size=10
).map(fold)
anything = st.dictionaries(
    st.tuples(st.integers(0, SLOTS - 1), st.integers(0, 255)),
    st.integers(-(2**31), 2**31 - 1).filter(lambda value: value != CLEARED),
    max_size=8,
).map(SheetState)


class TestPacked:
    @given(st.one_of(folded, anything), st.integers(SLOTS, 40))
    def test_what_was_packed_comes_back(self, state, slots):
        assert unpack(pack(state, slots)) == state

    @given(folded)
    def test_it_is_made_of_primitives(self, state):
        packed = pack(state, SLOTS)
        assert PackedSheet(*packed.astuple()) == packed
        assert type(packed.astuple()) is tuple

    def test_a_column_is_as_narrow_as_its_values(self):
        state = SheetState({(0, 0): 4, (0, 1): 450, (0, 2): 40_000, (1, 3): -200})
        widths = {field: width for field, width, _ in pack(state, 2).columns}
        assert widths == {0: "b", 1: "h", 2: "i", 3: "h"}
        assert len(pack(state, 30).columns[1][2]) == 60

    def test_no_cell_is_lost_silently(self):
        with pytest.raises(ValueError, match="slot 5"):
            pack(SheetState({(5, 0): 1}), 5)


class TestCorrected:
    """A correction after the lock: its cells and nothing else (1.4)."""

    @given(logs, corrections)
    def test_the_sealed_sheet_is_the_log_folded_with_it(self, log, act):
        at_the_end = attrs.evolve(act, at=10)
        sealed = corrected(pack(fold(log), SLOTS), at_the_end, SLOTS)
        assert sealed == pack(fold([*log, at_the_end]), SLOTS)

    @given(folded, corrections, st.integers(SLOTS, 40))
    def test_nothing_else_changes(self, state, act, slots):
        after = unpack(corrected(pack(state, SLOTS), act, slots))
        assert (after.facts, after.published) == (state.facts, state.published)
        meant = {(cell.slot, cell.field): cell.value for cell in act}
        for place in {*state.cells, *after.cells, *meant}:
            wanted = meant.get(place, state.cells.get(place, CLEARED))
            assert after.cells.get(place, CLEARED) == wanted

    @given(logs, corrections)
    def test_the_value_before_stays_in_the_history(self, log, act):
        act = attrs.evolve(act, at=10)
        before = fold(log)
        for cell in act:
            last = history([*log, act], (cell.slot, cell.field))[-1]
            assert (last.entry, last.before) == (act, before.value(cell.slot, cell.field))

    @pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind.name != "CORRECTION"])
    def test_nothing_but_a_correction_changes_a_sealed_sheet(self, kind):
        with pytest.raises(ValueError, match=kind.name):
            corrected(pack(SheetState(), 1), Entry(kind, 1, "t", "r", cells_of([(0, 1, 400)])), 1)

    def test_a_cell_outside_the_roster_is_refused(self):
        act = Entry(EntryKind.CORRECTION, 1, "t", "r", cells_of([(4, 1, 400)]))
        with pytest.raises(ValueError, match="slot 4"):
            corrected(pack(SheetState(), 4), act, 4)


class TestEntry:
    @given(entries)
    def test_it_survives_a_store(self, entry):
        assert Entry.fromtuple(entry.astuple()) == entry

    def test_a_field_added_later_takes_its_default(self):
        entry = spoken_entry(1, (0, 1, 400), reason="ката")
        assert Entry.fromtuple(entry.astuple()[:-1]) == attrs.evolve(entry, reason="")

    @given(st.lists(marks, max_size=5))
    def test_cells_come_out_as_they_went_in(self, written):
        entry = spoken_entry(1, *written)
        assert list(entry) == [Cell(*cell) for cell in written]
        assert list(entry.raw_cells()) == written

    @pytest.mark.parametrize("cell", [(-1, 0, 1), (65_536, 0, 1), (0, 256, 1), (0, 0, 2**31)])
    def test_a_cell_out_of_range_is_not_written(self, cell):
        with pytest.raises(struct.error):
            cells_of([cell])
