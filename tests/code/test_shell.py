import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.shell import commands
from tests.growth import require_proportion


def argv(text: str, **options: bool) -> list[list[str]]:
    return [[word.text for word in item.words] for item in commands(text, **options)]


def test_operators_part_commands():
    assert argv("a 1 && b 2 | c; d & e || f\ng") == [["a", "1"], ["b", "2"], ["c"], ["d"], ["e"], ["f"], ["g"]]
    assert [item.piped for item in commands("a | b; c")] == [False, True, False]
    assert [item.piped for item in commands("a |\n  b |  # why\n c\nd")] == [False, True, True, False]


def test_comments_assignments_and_redirects():
    found = commands("# no\nA=1 B='x y' run it > out.txt 2>&1 < in.txt # tail\n")
    assert len(found) == 1
    assert [word.text for word in found[0].assignments] == ["A=1", "B=x y"]
    assert [(item.operator, item.target.text) for item in found[0].redirects] == [
        (">", "out.txt"),
        (">&", "1"),
        ("<", "in.txt"),
    ]


def test_placeholders_are_not_redirects():
    assert argv("x.py <input file> <out>") == [["x.py", "<input file>", "<out>"]]
    assert argv("x.py <in.txt >out.txt") == [["x.py"]]


def test_offsets_are_bytes_of_the_text():
    text = "é 'ü'\nrun “x” \\\n  --b"
    raw = text.encode()
    for command in commands(text):
        for word in command.words:
            assert raw[word.start : word.end].decode() == word.raw


def test_continuation_lines_join():
    assert argv("a \\\n  b \\\r\n  c") == [["a", "b", "c"]]
    assert commands("a \\  \n  b")[0].doubtful


def test_heredoc_bodies_are_no_commands():
    text = "cat <<'EOF' > x.py\nimport os\nEOF\nnext"
    found = commands(text)
    assert [item.words[0].text for item in found] == ["cat", "next"]
    body = found[0].redirects[0].body
    assert body is not None
    assert text[body[0] : body[1]] == "import os\n"


def test_control_words_are_stepped_over():
    text = 'if [ -f x ]; then a; fi\nfor f in *.md; do b "$f"; done\nwhile true; do c; done\n'
    text += 'case "$1" in\n x|y) d ;;\nesac'
    names = [words[0] for words in argv(text) if words]
    assert [name for name in names if name != "true"] == ["a", "b", "c", "d"]


def test_patterns_of_case_are_no_commands():
    text = 'case "$l" in\n  go | golang) echo go ;;\n  # note | x\n  (@(c|d)|c++) run a | sort ;&\n'
    text += "  *) if x; then case $y in p|q) one;; r | s )\n more; esac; fi ;;\n  node | js) node x.js ;;\n"
    text += "esac\nafter | next"
    names = [item.words[0].text for item in commands(text)]
    assert names == ["echo", "run", "sort", "x", "one", "more", "node", "after", "next"]
    assert argv("case $x in a|b) one;; c | d) two;; esac; three") == [["one"], ["two"], ["three"]]


def test_prose_that_begins_like_case_hides_no_commands():
    assert argv("case x in\nfoo bar\nls -l | sort") == [["foo", "bar"], ["ls", "-l"], ["sort"]]


def test_arithmetic_runs_nothing():
    assert argv("(( num > max )) && ls\n((i++)); (cd x; pwd)") == [["ls"], ["cd", "x"], ["pwd"]]


def test_commands_inside_substitutions_are_found():
    assert ["python", "y.py"] in argv("X=$(python y.py)")
    assert ["node", "z.js"] in argv("echo `node z.js`")


def test_sessions_hold_commands_only_behind_prompts():
    text = "$ a --b\nsome output\nuser@host:~$ c \\\n  d\nmore"
    assert argv(text, console=True) == [["a", "--b"], ["c", "d"]]
    assert argv(text) == [["a", "--b"], ["c", "d"]]
    assert argv("> a b\nout", console=True) == [["a", "b"]]
    assert argv("no prompt here", console=True) == []


def test_functions_and_groups():
    assert argv("f() { a; }\n{ b; }\n(c; d)") == [["a"], ["b"], ["c"], ["d"]]


@given(st.text(max_size=300))
def test_never_raises_and_stays_inside(text: str):
    size = len(text.encode("utf-8", "surrogatepass"))
    for command in commands(text):
        assert 0 <= command.start <= command.end <= size
        assert all(command.start <= word.start <= word.end <= size for word in command.words)


@pytest.mark.parametrize(
    "part", ["$(", "`", '"', "'", "${", "<", "[", "{", "(", "a|", "<<E\n", "\\\n", "$ x\n", "$(a) "]
)
def test_long_hostile_texts_take_no_longer_than_their_length(part: str):
    require_proportion(lambda size: commands(part * (size // len(part))), 15_000)


def test_too_long_a_text_has_no_commands():
    assert commands("a\n" * 1_100_000) == ()
