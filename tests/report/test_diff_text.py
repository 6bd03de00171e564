import msgspec

from skillrt.report.diff import diff_of
from skillrt.report.diff_text import diff_text, headline
from skillrt.store import GuessRecord
from tests.report.sample_diff import diff_for, manifest_of, with_new_file

EXPECTED = """\
pdf, written for pi (guessed), compiled for m@codex: 1 edit

SKILL.md
    3     3   l3
    4     4   l4
    5       - one word
          5 + one thing
              retarget/rule: why
    6     6   l6
    7     7   l7

unchanged: assets/x.txt
"""
TEXT = "l1\nl2\nl3\nl4\none word\nl6\nl7\nl8\n"


def test_the_whole():
    at = TEXT.index("word")
    assert diff_text(diff_for(TEXT, [(at, at + 4, "thing")])) == EXPECTED


def test_between_two_changes_what_is_far_is_left_out():
    text = diff_text(diff_for("a\n" + "same\n" * 10 + "b\n", [(0, 1, "A"), (52, 53, "B")]))
    assert text.count("same") == 4
    assert "  ...\n" in text


def test_colours_mark_the_words():
    at = TEXT.index("word")
    text = diff_text(diff_for(TEXT, [(at, at + 4, "thing")]), colour=True)
    assert "\x1b[1;4;32mthing\x1b[0m" in text
    assert "\x1b[1;4;31mword\x1b[0m" in text


def test_nothing_reaches_the_terminal_as_it_is():
    text = diff_text(diff_for("a \x1b[31m b\u202e\x07\udcff\n", [(0, 1, "\x1b]0;x")], reason="\x1b[2J"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[31m" in text


def test_long_lines_are_cut_around_the_edit():
    text = "x" * 5000 + "word" + "y" * 5000 + "\n"
    shown = diff_text(diff_for(text, [(5000, 5004, "z" * 2000)]))
    assert max(len(line) for line in shown.splitlines()) < 900
    assert "…" + "x" * 60 + "word" + "y" * 60 + "…" in shown


def test_the_headline():
    manifest = manifest_of(b"", ())
    assert headline(diff_of(manifest, lambda _: b"")).endswith("compiled for m@codex: no edits")
    given = msgspec.structs.replace(manifest, written_for=GuessRecord(harness="pi", guessed=False))
    assert headline(diff_of(given, lambda _: b"")).startswith("pdf, written for pi, compiled")
    unknown = msgspec.structs.replace(manifest, written_for=GuessRecord())
    assert headline(diff_of(unknown, lambda _: b"")).startswith("pdf, compiled")


def test_files_that_passes_made_are_told():
    text = diff_text(with_new_file())
    assert "\nnew: scripts/skillrt/a.sh (2 lines; lower-capabilities/outline: made by)\n" in text
    assert text.endswith("unchanged: SKILL.md, assets/x.txt\n")
