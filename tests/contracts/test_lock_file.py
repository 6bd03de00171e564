import json
from pathlib import Path

import msgspec
import pytest

from skillrt.contracts.lines import CommandLine, Head, HostLine, TargetLine
from skillrt.contracts.lock_file import (
    Lock,
    clean_path,
    entry_of,
    lock_schema_text,
    lock_text,
    parse_lock,
    published_schema,
    read_lock,
)
from skillrt.errors import Diagnostic, Place, UsageError

DIGEST = "sha256:" + "0" * 64


def lock() -> Lock:
    facts = (
        HostLine(skill="skills/a", name="b.example.com"),
        CommandLine(skill="skills/a", name="curl", effect="looks"),
        HostLine(skill="skills/a", name="a.example.com"),
    )
    entries = {
        "skills/a": entry_of("skills/a", "a", DIGEST, ["SKILL.md"], facts),
        "skills/b": entry_of("skills/b", "b", DIGEST, ["SKILL.md"], ()),
    }
    target = TargetLine(target="m@pi", profile=DIGEST, harness=DIGEST, host=DIGEST)
    return Lock(Head(format=1, compiler="1.0", level="O1"), (target,), entries)


def problems(text: str) -> list[Diagnostic]:
    with pytest.raises(UsageError) as caught:
        parse_lock(text)
    return list(caught.value.diagnostics)


def codes(text: str) -> list[tuple[str, int]]:
    return [(item.code, item.place.line if item.place else 0) for item in problems(text)]


def test_a_lock_is_read_as_it_was_written():
    text = lock_text(lock())
    again = parse_lock(text)
    assert (again.head, again.targets, again.entries) == (lock().head, lock().targets, lock().entries)
    assert again.places == {"skills/a": 3, "skills/b": 7}
    assert lock_text(again) == text


def test_facts_are_sorted_and_one_stands_on_a_line():
    rows = [json.loads(line) for line in lock_text(lock()).splitlines()]
    assert [row["fact"] for row in rows] == ["lock", "target", "skill", "host", "host", "command", "skill"]
    assert [row["name"] for row in rows if row["fact"] == "host"] == ["a.example.com", "b.example.com"]


def test_a_skill_that_is_new_changes_no_line_of_another():
    before = lock_text(lock()).splitlines()
    more = lock()
    more.entries["skills/aa"] = entry_of("skills/aa", "aa", DIGEST, ["SKILL.md"], ())
    after = lock_text(more).splitlines()
    assert [line for line in after if "skills/aa" not in line] == before
    assert len(after) == len(before) + 1


def test_the_mark_of_a_merge_is_told_with_its_line():
    lines = lock_text(lock()).splitlines()
    lines[4:4] = ["<<<<<<< HEAD", "=======", ">>>>>>> topic"]
    assert codes("\n".join(lines)) == [("lock.merged", 5), ("lock.merged", 6), ("lock.merged", 7)]


def test_a_line_that_is_cut_off_is_told_with_its_line():
    lines = lock_text(lock()).splitlines()
    lines[3] = lines[3][:20]
    assert ("lock.damaged", 4) in codes("\n".join(lines))


@pytest.mark.parametrize("row", ["[" * 100_000, "{}", "null", '{"fact": "host", "skill": "a"}', "\x00", "12"])
def test_no_line_makes_a_traceback(row: str):
    text = lock_text(lock()) + row + "\n"
    assert ("lock.damaged", 8) in codes(text)


def test_a_fact_that_was_taken_out_by_hand_is_noticed():
    lines = lock_text(lock()).splitlines()
    del lines[3]
    (found,) = problems("\n".join(lines))
    assert found.code == "lock.merged"
    assert found.place == Place("skills.lock", 3)
    assert "skills/a" in found.message


def test_a_fact_that_was_put_in_by_hand_is_noticed():
    text = lock_text(lock()).replace('"looks"', '"outside"')
    assert codes(text) == [("lock.merged", 3)]


def test_what_stands_there_twice_is_noticed():
    lines = lock_text(lock()).splitlines()
    assert ("lock.merged", 8) in codes("\n".join([*lines, lines[6]]))
    assert ("lock.merged", 5) in codes("\n".join([*lines[:4], lines[3], *lines[4:]]))
    assert ("lock.merged", 2) in codes("\n".join([lines[0], *lines]))


def test_facts_without_their_skill_are_noticed():
    lines = lock_text(lock()).splitlines()
    del lines[2]
    assert codes("\n".join(lines)) == [("lock.merged", 3)]


def test_an_empty_file_is_no_lock():
    assert codes("") == [("lock.damaged", 1)]


def test_a_newer_format_is_told_before_anything_else():
    text = lock_text(lock()).replace('"format": 1', '"format": 2') + "rubbish\n"
    assert codes(text) == [("lock.newer", 1)]


def test_there_may_be_no_lock(tmp_path: Path):
    with pytest.raises(UsageError) as caught:
        read_lock(tmp_path / "skills.lock", "skills.lock")
    assert [item.code for item in caught.value.diagnostics] == ["lock.missing"]
    with pytest.raises(UsageError) as caught:
        read_lock(tmp_path, "skills.lock")
    assert [item.code for item in caught.value.diagnostics] == ["lock.damaged"]


def test_names_that_are_not_utf8_survive():
    odd = "skills/\udcff"
    assert clean_path(odd) == r"skills/\xff"
    entries = {clean_path(odd): entry_of(clean_path(odd), "a", DIGEST, [odd], ())}
    text = lock_text(Lock(lock().head, (), entries))
    assert text.isascii()
    assert parse_lock(text).entries == entries


def test_the_published_schema_is_the_generated_one_and_every_line_keeps_to_it():
    import jsonschema

    assert published_schema() == lock_schema_text()
    validator = jsonschema.Draft202012Validator(json.loads(published_schema()))
    for line in lock_text(lock()).splitlines():
        validator.validate(json.loads(line))
    bad = msgspec.to_builtins(lock().head) | {"format": "one"}
    assert not validator.is_valid(bad)
