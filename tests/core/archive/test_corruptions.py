"""Bad bundles: thirty kinds, several of each, and not one of them is accepted.

Outsiders can change any file, make every digest fit again, and sign with a key of their own;
the kinds signed with the trusted key are mistakes of whoever holds it.
"""

import hashlib
import json
import os
import random
import re
import shutil
import tracemalloc
import unicodedata

import pytest

from oshj_core.archive import BundleReader, Step, verify_bundle
from oshj_core.archive.bag import digests, read_chunks
from oshj_core.archive.ed25519 import check_ed25519
from oshj_core.archive.signatures import minisign
from oshj_core.archive.tagfiles import MANIFESTED, SIGNATURES, SIGNED
from oshj_core.archive.writing import tag_contents
from oshj_core.errors import Invalid
from tests.core.archive.building import export, unit

SEEDS = range(3)


def files(bag, pattern="data/**/*"):
    return sorted(path for path in bag.glob(pattern) if path.is_file())


def payload(bag, random):
    return random.choice([path for path in files(bag) if path.stat().st_size > 8])


def flip(path, random):
    raw = bytearray(path.read_bytes())
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    path.write_bytes(raw)


def swap(path, old, new, count=1):
    raw = path.read_bytes()
    assert old in raw, (path, old)
    path.write_bytes(raw.replace(old, new, count))


def rehash(bag, signer):
    """Make every size and digest fit what lies there now, in the order they had."""
    listed = [line[66:] for line in (bag / "manifest-sha256.txt").read_text().splitlines()]
    there = [path.relative_to(bag).as_posix() for path in files(bag)]
    order = [path for path in listed if path in there]
    order += [path for path in there if path not in listed]
    found = [digests(path, read_chunks(bag / path)) for path in order]
    oxum, spec = f"{sum(one.size for one in found)}.{len(found)}", BundleReader(bag).spec()
    for path, content in tag_contents(spec, oxum, signer.public_key).items():
        (bag / path).write_bytes(content)
    for name in ("sha256", "sha512"):
        lines = "".join(f"{getattr(one, name)}  {one.path}\n" for one in found)
        (bag / f"manifest-{name}.txt").write_text(lines)
    retag(bag)


def retag(bag):
    """Make the tag manifests fit."""
    found = [digests(path, read_chunks(bag / path)) for path in MANIFESTED]
    for name in ("sha256", "sha512"):
        lines = "".join(f"{getattr(one, name)}  {one.path}\n" for one in found)
        (bag / f"tagmanifest-{name}.txt").write_text(lines)


def sign(bag, signer):
    signed = (bag / SIGNED).read_bytes()
    (bag / SIGNATURES[0]).write_bytes(signer.sign(signed))
    (bag / SIGNATURES[1]).write_bytes(minisign(signer, signed, bag.name))


# --- layout -----------------------------------------------------------------------------------


def link_to_a_file(bag, random, signer, stranger):
    path = payload(bag, random)
    target = bag.parent / "elsewhere"
    shutil.move(path, target)
    path.symlink_to(target)


def link_to_a_folder(bag, random, signer, stranger):
    folder = random.choice([bag / "data/groups", bag / "data/schema", bag / "metadata"])
    target = bag.parent / "elsewhere"
    shutil.move(folder, target)
    folder.symlink_to(target)


def pipe(bag, random, signer, stranger):
    path = payload(bag, random)
    path.unlink()
    os.mkfifo(path)


def unknown_root_entry(bag, random, signer, stranger):
    (bag / random.choice(["fetch.txt", "note.txt", "manifest-md5.txt", ".hidden"])).write_text("x")


def unknown_file(bag, random, signer, stranger):
    folder = random.choice(["data", "data/groups", "metadata", "signatures", "data/schema"])
    (bag / folder / random.choice(["a.exe", "x y.pdf", "Ä.txt", "a.csv"])).write_text("x")


def folders_without_end(bag, random, signer, stranger):
    """Far deeper than any bundle, and no deeper than what cleans up after the tests can follow."""
    deep = bag / random.choice(["data", "data/groups", "metadata"])
    at = os.open(deep, os.O_RDONLY)
    for _ in range(200):
        os.mkdir("a", dir_fd=at)
        below = os.open("a", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)


def empty_folder(bag, random, signer, stranger):
    (bag / random.choice(["data", "data/groups", "metadata"]) / "empty").mkdir()


def names_that_differ_by_case(bag, random, signer, stranger):
    path = payload(bag, random)
    shutil.copy(path, path.with_name(path.name.swapcase()))


def names_that_differ_by_composition(bag, random, signer, stranger):
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, random.choice(["й.pdf", "é.pdf"])[:5])
        (bag / "data" / name).write_text("x")


def tag_file_missing(bag, random, signer, stranger):
    (bag / random.choice([*MANIFESTED, *SIGNATURES, SIGNED, "tagmanifest-sha256.txt"])).unlink()


def path_out_of_the_bag(bag, random, signer, stranger):
    outside = random.choice(["../x", "/etc/passwd", "data/../../x", "data//x", "data\\..\\x"])
    for name, length in (("sha256", 64), ("sha512", 128)):
        with (bag / f"manifest-{name}.txt").open("a") as manifest:
            manifest.write(f"{'0' * length}  {outside}\n")
    retag(bag)
    sign(bag, signer)


# --- signature --------------------------------------------------------------------------------


def signed_by_a_stranger(bag, random, signer, stranger):
    sign(bag, stranger)


def signed_anew_with_another_key(bag, random, signer, stranger):
    flip(payload(bag, random), random)
    rehash(bag, stranger)
    sign(bag, stranger)


def signature_flipped(bag, random, signer, stranger):
    flip(bag / random.choice(SIGNATURES), random)


def signature_cut(bag, random, signer, stranger):
    path = bag / random.choice(SIGNATURES)
    path.write_bytes(path.read_bytes()[: random.randrange(60)])


def signature_with_more_behind(bag, random, signer, stranger):
    path = bag / random.choice(SIGNATURES)
    path.write_bytes(path.read_bytes() + random.choice([b"\n", b"\0", b"x"]))


def signature_of_another_bundle(bag, random, signer, stranger):
    signed = (bag / SIGNED).read_bytes()
    (bag / SIGNATURES[1]).write_bytes(minisign(signer, signed, "oshsu-journal-2025"))


def signed_manifest_flipped(bag, random, signer, stranger):
    flip(bag / SIGNED, random)


# --- tag manifests ----------------------------------------------------------------------------


def other_tagmanifest_flipped(bag, random, signer, stranger):
    flip(bag / "tagmanifest-sha256.txt", random)


def tag_file_flipped(bag, random, signer, stranger):
    flip(bag / random.choice(MANIFESTED), random)


def tag_file_left_out(bag, random, signer, stranger):
    left_out = random.choice(MANIFESTED)
    for name in ("sha256", "sha512"):
        path = bag / f"tagmanifest-{name}.txt"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.endswith(f" {left_out}\n")))
    sign(bag, signer)


# --- manifests --------------------------------------------------------------------------------


def payload_flipped(bag, random, signer, stranger):
    flip(payload(bag, random), random)


def payload_cut(bag, random, signer, stranger):
    path = payload(bag, random)
    path.write_bytes(path.read_bytes()[:-1])


def payload_missing(bag, random, signer, stranger):
    payload(bag, random).unlink()


def payload_added(bag, random, signer, stranger):
    folder = random.choice(files(bag, "data/groups/*/*/journal.pdf")).parent
    (folder / "another.pdf").write_bytes(b"%PDF-1.7 ")


def payload_swapped(bag, random, signer, stranger):
    first, second = random.sample(files(bag, "data/schema/*"), 2)
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


def file_in_one_manifest_only(bag, random, signer, stranger):
    path = bag / f"manifest-{random.choice(['sha256', 'sha512'])}.txt"
    lines = path.read_text().splitlines(keepends=True)
    del lines[random.randrange(len(lines))]
    path.write_text("".join(lines))
    retag(bag)
    sign(bag, signer)


def one_digest_wrong(bag, random, signer, stranger):
    path = bag / f"manifest-{random.choice(['sha256', 'sha512'])}.txt"
    raw = path.read_text()
    path.write_text(("0" if raw[0] != "0" else "1") + raw[1:])
    retag(bag)
    sign(bag, signer)


# --- profile ----------------------------------------------------------------------------------


def tag_changed(bag, random, signer, stranger):
    old, new = random.choice(
        [
            (b"Retain-Until: 2032-12-31", b"Retain-Until: 2027-12-32"),
            (b"Retention-Class: journal\n", b"Retention-Class: appendix-1\n"),
            (b"Structural-Unit: fac07\n", b"Structural-Unit: fac08\n"),
            (b"Legal-Hold: none\n", b""),
        ]
    )
    swap(bag / "bag-info.txt", old, new)
    retag(bag)
    sign(bag, signer)


def tag_added(bag, random, signer, stranger):
    line = random.choice([b"Comment: x\n", b"Mandate: 5.8\n", b" continued\n", b"\n"])
    with (bag / "bag-info.txt").open("ab") as info:
        info.write(line)
    retag(bag)
    sign(bag, signer)


def size_wrong(bag, random, signer, stranger):
    info = bag / "bag-info.txt"
    wrong = f"Payload-Oxum: {random.randrange(9999)}.1"
    info.write_bytes(re.sub("Payload-Oxum: [0-9.]+", wrong, info.read_text("utf-8")).encode())
    retag(bag)
    sign(bag, signer)


def profile_weakened(bag, random, signer, stranger):
    old, new = random.choice(
        [
            (b'"Allow-Fetch.txt": false', b'"Allow-Fetch.txt": true '),
            (b'"required": true', b'"required": false'),
        ]
    )
    swap(bag / "metadata/profile.json", old, new)
    retag(bag)
    sign(bag, signer)


def renamed(bag, random, signer, stranger):
    """Another bundle's content under this one's name."""
    other = bag.with_name(f"oshsu-journal-2025-2026-1-fac{random.randrange(10, 99)}")
    bag.rename(other)
    sign(other, signer)
    other.rename(bag)
    swap(bag / SIGNATURES[1], other.name.encode(), bag.name.encode())


# --- tables, events, read back: signed with the trusted key ---------------------------------------


def _signed(bag, signer):
    rehash(bag, signer)
    sign(bag, signer)


def cell_that_does_not_fit(bag, random, signer, stranger):
    name, old, new = random.choice(
        [
            ("lessons", b"2026-09-01", b"2026-09-31"),
            ("attendance", b"present", b"perhaps"),
            ("marks", b"30.00", b"30.005"),
            ("students", b",1,", b",one,"),
            ("plan", b"2.00", b"-2.00"),
            ("attendance", b"+06:00", b"+05:00"),
            ("journals", b"exam", b"lottery"),
        ]
    )
    swap(random.choice(files(bag, f"data/groups/**/{name}.csv")), old, new)
    _signed(bag, signer)


def row_that_names_nothing(bag, random, signer, stranger):
    name, old, new = random.choice(
        [
            ("attendance", b"s000001", b"s999999"),
            ("attendance", b"l000000003", b"l000000009"),
            ("marks", b"total", b"totem"),
            ("marks", b"s000004", b"s000009"),
            ("lessons", b"oral written", b"oral  written"),
        ]
    )
    swap(random.choice(files(bag, f"data/groups/**/{name}.csv")), old, new)
    _signed(bag, signer)


def row_twice(bag, random, signer, stranger):
    path = random.choice(files(bag, "data/groups/*/*/attendance.csv"))
    lines = path.read_bytes().splitlines(keepends=True)
    lines.insert(2, lines[1])
    path.write_bytes(b"".join(lines))
    _signed(bag, signer)


def column_gone(bag, random, signer, stranger):
    path = random.choice(files(bag, "data/groups/*/*/plan.csv"))
    lines = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join(line.rpartition(b",")[0] for line in lines))
    _signed(bag, signer)


def filed_elsewhere(bag, random, signer, stranger):
    folder = random.choice(sorted((bag / "data/groups").iterdir()))
    folder.rename(folder.with_name("another-folder"))
    _signed(bag, signer)


def event_changed(bag, random, signer, stranger):
    path = random.choice(files(bag, "data/groups/*/*/events.jsonl"))
    swap(path, random.choice([b"cells.record", b"asanova", b"r0"]), b"something.else")
    _signed(bag, signer)


def event_left_out(bag, random, signer, stranger):
    path = random.choice(files(bag, "data/groups/*/*/events.jsonl"))
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[random.randrange(len(lines) - 1)]
    path.write_bytes(b"".join(lines))
    _signed(bag, signer)


def chain_of_another_journal(bag, random, signer, stranger):
    first, second = random.sample(files(bag, "data/groups/*/*/events.jsonl"), 2)
    shutil.copy(first, second)
    _signed(bag, signer)


def chain_with_other_numbers(bag, random, signer, stranger):
    """Chained anew, but a number is no number."""
    path = random.choice(files(bag, "data/groups/*/*/events.jsonl"))
    previous, lines = None, []
    for line in map(json.loads, path.read_bytes().splitlines()):
        if previous is None:
            line["number"] = random.choice([True, "1", 2])
        else:
            line["previous"] = previous
        raw = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
        previous = hashlib.sha256(raw).hexdigest()
        lines.append(raw + b"\n")
    path.write_bytes(b"".join(lines))
    _signed(bag, signer)


def written_another_way(bag, random, signer, stranger):
    path = random.choice(files(bag, "data/groups/*/*/attendance.csv"))
    old, new = random.choice(
        [(b"\r\n", b"\n"), (b"present", b'"present"'), (b"lesson", b"\xef\xbb\xbflesson")]
    )
    swap(path, old, new, 99)
    _signed(bag, signer)


def explanation_changed(bag, random, signer, stranger):
    path = bag / random.choice(["data/README.en.txt", "data/README-OKU.ky.txt"])
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n\n", 1))
    _signed(bag, signer)


def description_changed(bag, random, signer, stranger):
    path = random.choice(files(bag, "data/schema/*"))
    swap(path, b'"required": true', b'"required": false')
    _signed(bag, signer)


def group_forgotten(bag, random, signer, stranger):
    """A group's files are there, but no table leads to them."""
    path = bag / "data/groups.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[1 + random.randrange(2)]
    path.write_bytes(b"".join(lines))
    _signed(bag, signer)


KINDS = {
    Step.LAYOUT: [
        link_to_a_file,
        link_to_a_folder,
        pipe,
        unknown_root_entry,
        unknown_file,
        empty_folder,
        folders_without_end,
        names_that_differ_by_case,
        names_that_differ_by_composition,
        tag_file_missing,
        path_out_of_the_bag,
    ],
    Step.SIGNATURE: [
        signed_by_a_stranger,
        signed_anew_with_another_key,
        signature_flipped,
        signature_cut,
        signature_with_more_behind,
        signature_of_another_bundle,
        signed_manifest_flipped,
    ],
    Step.TAG_MANIFESTS: [other_tagmanifest_flipped, tag_file_flipped, tag_file_left_out],
    Step.MANIFESTS: [
        payload_flipped,
        payload_cut,
        payload_missing,
        payload_added,
        payload_swapped,
        file_in_one_manifest_only,
        one_digest_wrong,
    ],
    Step.PROFILE: [tag_changed, tag_added, size_wrong, profile_weakened],
    Step.TABLES: [
        cell_that_does_not_fit,
        row_that_names_nothing,
        row_twice,
        column_gone,
        filed_elsewhere,
    ],
    Step.EVENTS: [
        event_changed,
        event_left_out,
        chain_of_another_journal,
        chain_with_other_numbers,
    ],
    Step.READ_BACK: [
        written_another_way,
        explanation_changed,
        description_changed,
        group_forgotten,
    ],
}
EARLIER = {  # what may be noticed a step before, since a path or a line is read there
    payload_flipped: set(),
    tag_file_flipped: {Step.LAYOUT},
    filed_elsewhere: {Step.TABLES},
    written_another_way: {Step.TABLES},
}


def test_there_are_thirty_kinds():
    assert sum(map(len, KINDS.values())) >= 30


@pytest.fixture(scope="module")
def good(tmp_path_factory, signer):
    return export(unit(groups=2, journals=1), tmp_path_factory.mktemp("good"), signer).path


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("step", "spoil"),
    [(step, kind) for step, kinds in KINDS.items() for kind in kinds],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_it_is_refused_at_its_step_with_its_place(bag, signer, stranger, step, spoil, seed):
    spoil(bag, random.Random(seed), signer, stranger)
    report = verify_bundle(bag, [signer.public_key], check_ed25519)
    assert not report.good
    assert report.problem.step in {step, *EARLIER.get(spoil, ())}
    assert report.passed == tuple(Step)[: list(Step).index(report.problem.step)]
    assert report.problem.place
    assert str(report.problem.reason)
    with pytest.raises(Invalid) as refused:
        report.require()
    assert refused.value.place == report.problem.place


def test_every_byte_counts(good, tmp_path, signer):
    """A flipped bit anywhere in any file is found."""
    chance = random.Random(7)
    for number, path in enumerate(files(good, "**/*")):
        copy = shutil.copytree(good, tmp_path / str(number) / good.name)
        flip(copy / path.relative_to(good), chance)
        assert not verify_bundle(copy, [signer.public_key], check_ed25519).good, path


@pytest.mark.parametrize("keys", [[], [b""], [b"x" * 32], [b"x" * 31]])
def test_without_the_right_key_nothing_is_accepted(good, keys):
    report = verify_bundle(good, keys, check_ed25519)
    assert report.problem.step is Step.SIGNATURE


def test_one_of_several_trusted_keys_is_enough(good, signer, stranger):
    keys = [stranger.public_key, signer.public_key]
    assert verify_bundle(good, keys, check_ed25519).key == signer.public_key


@pytest.mark.parametrize("listed", ["manifest-sha256.txt", "tagmanifest-sha512.txt"])
def test_what_nobody_signed_is_not_taken_into_memory(bag, signer, listed):
    """A manifest of one line, and one of many, each as long as somebody likes."""
    for content in (b"a" * 2**25, (b"0" * 64 + b"  data/codes.csv\n") * 2**18):
        (bag / listed).write_bytes(content)
        tracemalloc.start()
        try:
            report = verify_bundle(bag, [signer.public_key], check_ed25519)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert not report.good
        assert most < 2**22


def test_a_folder_that_is_not_there_is_told_from_one_that_is_no_folder(tmp_path, signer):
    (tmp_path / "file").write_text("x")
    reasons = [
        str(verify_bundle(tmp_path / name, [signer.public_key], check_ed25519).problem.reason)
        for name in ("nope", "file")
    ]
    assert reasons == ["nope: there is no such folder", "file: is not a folder"]


@pytest.mark.parametrize("what", ["nothing", "file", "empty", "link"])
def test_what_is_no_bundle_is_refused(tmp_path, good, signer, what):
    place = tmp_path / good.name
    if what == "file":
        place.write_text("x")
    elif what == "empty":
        place.mkdir()
    elif what == "link":
        place.symlink_to(good)
    report = verify_bundle(place, [signer.public_key], check_ed25519)
    assert report.problem.step is Step.LAYOUT
