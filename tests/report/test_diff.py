from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.report.diff import Change, Line, Piece, Same, diff_of, undone
from skillrt.store import EliminationRecord
from tests.report.sample_diff import diff_for, edited, manifest_of, run_of, with_new_file


def plain(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(piece.text for piece in line.pieces) for line in lines]


def test_one_word():
    diff = diff_for("one\ntwo words\nthree\n", [(8, 13, "things")])
    (file,) = diff.files
    before, change, after = file.parts
    assert isinstance(before, Same)
    assert isinstance(change, Change)
    assert isinstance(after, Same)
    assert change.old == (Line(2, (Piece("two "), Piece("words", True))),)
    assert change.new == (Line(2, (Piece("two "), Piece("things", True))),)
    assert [item.words for item in change.reasons] == ["why"]
    assert plain(after.old) == ["three"]
    assert (file.path, file.edits, diff.unchanged) == ("SKILL.md", 1, ("assets/x.txt",))


def test_a_file_that_a_pass_made_is_new():
    diff = with_new_file()
    (new,) = diff.made
    assert (new.path, plain(new.lines), new.reason.words) == ("scripts/skillrt/a.sh", ["echo <b>", "exit"], "made by")
    assert (diff.files, diff.unchanged) == ((), ("SKILL.md", "assets/x.txt"))


def test_edits_on_one_line_are_one_change_with_each_reason_once():
    diff = diff_for("a b c\nd\n", [(0, 1, "A"), (4, 5, "C")])
    change = diff.files[0].parts[0]
    assert isinstance(change, Change)
    assert [piece.changed for piece in change.new[0].pieces] == [True, False, True]
    assert len(change.reasons) == 1


@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        ([(4, 8, "")], ["two"], []),
        ([(4, 4, "new\n")], [], ["new"]),
        ([(4, 7, "a\nb")], ["two"], ["a", "b"]),
        ([(3, 4, " ")], ["one", "two"], ["one two"]),
        ([(0, 14, "")], ["one", "two", "three"], []),
        ([(14, 14, "four")], [], ["four"]),
    ],
)
def test_lines_come_and_go(edits: list[tuple[int, int, str]], old: list[str], new: list[str]):
    diff = diff_for("one\ntwo\nthree\n", edits)
    (change,) = [part for part in diff.files[0].parts if isinstance(part, Change)]
    assert (plain(change.old), plain(change.new)) == (old, new)


def test_lines_that_an_edit_leaves_as_they_are():
    text = "---\nname: x\nauthor: me\nmetadata:\n  a: 1\n  b: 2\n---\nText.\n"
    front = "---\nname: x\nmetadata:\n  a: 1\n  b: 2\n  author: me\n---\n"
    diff = diff_for(text, [(0, text.index("Text"), front)])
    parts = diff.files[0].parts
    assert [type(part) for part in parts] == [Same, Change, Same, Change, Same]
    assert [plain(part.old) for part in parts if isinstance(part, Change)] == [["author: me"], []]
    assert [plain(part.new) for part in parts if isinstance(part, Change)] == [[], ["  author: me"]]
    assert plain(parts[-1].old) == ["---", "Text."]
    assert not any(piece.changed for part in parts if isinstance(part, Same) for piece in part.new[0].pieces)


def test_carriage_returns_are_no_text():
    diff = diff_for("a\r\nb\r\n", [(3, 4, "c")])
    assert plain(diff.files[0].parts[0].new) == ["a"]


TEXT = st.text(alphabet="ab\nü€", max_size=40)
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text(alphabet="xy\nö", max_size=5)), max_size=5)


def sane(text: str, edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    found, cursor = [], 0
    for start, length, new in sorted(edits):
        end = start + length
        if start >= cursor and end <= len(text) and text[start:end] != new:
            found.append((start, end, new))
            cursor = end + 1
    return found


@given(TEXT, EDITS)
def test_both_sides_are_whole_and_in_order(text: str, edits: list[tuple[int, int, str]]):
    wanted = sane(text, edits)
    manifest, source, output = edited(text, wanted)
    diff = diff_of(manifest, {"SKILL.md": output}.__getitem__, {"SKILL.md": source}.__getitem__)
    if not wanted:
        assert diff.files == ()
        return
    parts = diff.files[0].parts
    for side, data in (("old", source), ("new", output)):
        lines = [line for part in parts for line in getattr(part, side)]
        assert [line.number for line in lines] == list(range(1, len(lines) + 1))
        assert plain(tuple(lines)) == data.decode().removesuffix("\n").split("\n") if data else lines == []
    for part in parts:
        if isinstance(part, Same):
            assert plain(part.old) == plain(part.new)
        else:
            assert part.reasons
            assert part.old or part.new


@given(TEXT, EDITS)
def test_the_source_is_rebuilt_from_the_variant(text: str, edits: list[tuple[int, int, str]]):
    manifest, source, output = edited(text, sane(text, edits))
    assert undone(output, manifest.edits) == source
    assert diff_of(manifest, {"SKILL.md": output}.__getitem__) == diff_of(
        manifest, {"SKILL.md": output}.__getitem__, {"SKILL.md": source}.__getitem__
    )


def test_what_was_left_out_has_its_reason():
    source, output = b"one\ntwo\nthree\n", b"one\nthree\n"
    gone = EliminationRecord(
        pass_name="shake", rule="other-os", reason="not here", source=run_of(source, 4, 8), old="two\n"
    )
    manifest = manifest_of(output, (), (gone,))
    diff = diff_of(manifest, {"SKILL.md": output}.__getitem__, {"SKILL.md": source}.__getitem__)
    same, change, rest = diff.files[0].parts
    assert plain(same.old) == ["one"]
    assert plain(change.old) == ["two"]
    assert change.new == ()
    assert [(item.pass_name, item.words) for item in change.reasons] == [("shake", "not here")]
    assert plain(rest.new) == ["three"]


def test_a_renamed_file_is_read_at_its_old_path():
    manifest, source, output = edited("a\n", [(0, 1, "b")])
    records = tuple(
        msgspec.structs.replace(item, source="skill.md") if item.path == "SKILL.md" else item
        for item in manifest.files
    )
    diff = diff_of(
        msgspec.structs.replace(manifest, files=records),
        {"SKILL.md": output}.__getitem__,
        {"skill.md": source}.__getitem__,
    )
    assert (diff.files[0].path, diff.files[0].source) == ("SKILL.md", "skill.md")


def test_the_source_comes_back_from_a_variant_that_was_shaken(tmp_path: Path):
    from skillrt.compiler import CompileOptions, compile_skill
    from skillrt.frontend import discover
    from skillrt.targets import parse_target
    from tests.skills import write_skill

    work = "Read the table row by row and say what each column holds, in the order of the header. " * 12
    old = "People wrote tables on paper when nobody had a machine that reads them. " * 6
    kept = "Every table has a header row, and its columns are separated by commas, as everybody knows.\n\n"
    text = f"# T\n\n## Rows\n\n{kept}{work}\n\n## Background\n\n{old}\n\n## More\n\n{kept}Done.\n"
    folder = write_skill(tmp_path / "s", {"SKILL.md": text})
    (source,) = discover([str(folder)])
    variant = compile_skill(source, parse_target("m@pi"), CompileOptions(pipeline="shake{cold=true}")).variant
    assert variant.manifest.relocations
    data = variant.file("SKILL.md").data
    manifest = variant.manifest
    records = [*manifest.eliminations, *manifest.relocations]
    assert undone(data, manifest.edits, records) == (folder / "SKILL.md").read_bytes()
