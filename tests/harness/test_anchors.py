import shlex
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import InputError, UsageError
from skillrt.harness.anchors import Location, fill, filled_text, location_of, open_quote
from skillrt.store import AnchorRecord, Run
from skillrt.targets import shipped_harnesses

HARNESSES = shipped_harnesses()
PATH = "scripts/a.py"
VARIABLE = Location("${CLAUDE_SKILL_DIR}", True)


def anchor(start: int, written: str = PATH, path: str = PATH) -> AnchorRecord:
    run = Run(file="SKILL.md", start=start, end=start + len(written.encode()), line=1, end_line=1)
    return AnchorRecord(output=run, path=path, written=written)


def test_the_variable_where_the_harness_has_one(tmp_path: Path):
    assert location_of(HARNESSES["claude-code"], tmp_path) == VARIABLE
    assert location_of(HARNESSES["claude-code"], tmp_path, "references/a.md") == Location(str(tmp_path)), "read raw"
    assert location_of(HARNESSES["openclaw"], tmp_path) == Location(str(tmp_path)), "the model reads the raw file"
    handed = msgspec.structs.replace(HARNESSES["openclaw"].skills, body="tool")
    own = msgspec.structs.replace(HARNESSES["openclaw"], skills=handed)
    assert location_of(own, tmp_path) == Location("{baseDir}")
    assert location_of(HARNESSES["codex"], tmp_path) == Location(tmp_path.as_posix())
    assert location_of(HARNESSES["codex"], tmp_path / "a" / ".." / "b") == Location(f"{tmp_path.as_posix()}/b")


@pytest.mark.parametrize("name", ["a`b", "a\nb", "a\x1bb"])
def test_a_path_that_markdown_cannot_carry(tmp_path: Path, name: str):
    with pytest.raises(UsageError) as raised:
        location_of(HARNESSES["codex"], tmp_path / name)
    assert raised.value.diagnostics[0].code == "install.place-in-text"


@pytest.mark.parametrize(
    ("before", "after", "place", "filled"),
    [
        ("python ", " x", Location("/s"), "/s/scripts/a.py"),
        ("python ", " x", Location("/a b"), "'/a b/scripts/a.py'"),
        ("python ", " x", VARIABLE, '"${CLAUDE_SKILL_DIR}/scripts/a.py"'),
        ("python ", " x", Location("{baseDir}"), '"{baseDir}/scripts/a.py"'),
        ('python "', '" x', Location("/a b"), "/a b/scripts/a.py"),
        ('python "', '" x', Location('/a $"b'), '/a \\$\\"b/scripts/a.py'),
        ('python "', '" x', VARIABLE, "${CLAUDE_SKILL_DIR}/scripts/a.py"),
        ("python '", "' x", Location("/it's"), "/it'\\''s/scripts/a.py"),
        ("python '", "' x", VARIABLE, "'\"${CLAUDE_SKILL_DIR}/scripts/a.py\"'"),
        ("read `", "` first", VARIABLE, "${CLAUDE_SKILL_DIR}/scripts/a.py"),
        ("read `", "` first", Location("/a b"), "/a b/scripts/a.py"),
        ("see [it](", ")", Location("/s"), "/s/scripts/a.py"),
        ("see [it](", ")", Location("/a b"), "</a b/scripts/a.py>"),
    ],
)
def test_filled_text(before: str, after: str, place: Location, filled: str):
    assert filled_text(place, PATH, before, after, command=False) == filled


def test_the_folder_itself():
    assert filled_text(Location("/a b"), "./", "cd ", "\n", command=False) == "'/a b/'"
    assert filled_text(VARIABLE, "./", "cd ", "\n", command=False) == '"${CLAUDE_SKILL_DIR}/"'


def test_a_span_that_is_a_command_is_quoted():
    assert filled_text(Location("/a b"), PATH, "run `", "`", command=True) == "'/a b/scripts/a.py'"


@pytest.mark.parametrize(
    ("before", "quote"),
    [
        ("", ""),
        ("don't run `python ", ""),
        ('say "x\npython ', ""),
        ('echo "a', '"'),
        ("echo 'a", "'"),
        ("echo 'a\"b' ", ""),
        ('echo "it\'s" ', ""),
        ('echo \\" ', ""),
        ("echo '\\' ", ""),
        ('echo "a\\"b', '"'),
    ],
)
def test_open_quote(before: str, quote: str):
    assert open_quote(before) == quote


def test_fill_from_the_end():
    data = "ü `python scripts/a.py` and `python scripts/a.py --x`\n".encode()
    first = data.index(b"scripts")
    second = data.index(b"scripts", first + 1)
    filled = fill(data, [anchor(first), anchor(second)], Location("/long/place"), frozenset())
    assert filled.decode() == "ü `python /long/place/scripts/a.py` and `python /long/place/scripts/a.py --x`\n"


def test_a_text_that_is_not_what_it_was_is_refused():
    with pytest.raises(InputError) as raised:
        fill(b"python scripts/b.py", [anchor(7)], Location("/s"), frozenset())
    assert raised.value.diagnostics[0].code == "compile.bad-manifest"


FOLDER = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="`\x7f"), min_size=1, max_size=12
)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
@given(FOLDER, st.sampled_from(["printf %s ", 'printf %s "', "printf %s '", "x='a b'; printf %s "]))
def test_a_shell_sees_the_path_as_one_word(folder: str, before: str):
    place = Location(f"/{folder}")
    quote = open_quote(before)
    words = filled_text(place, PATH, before, quote, command=False)
    done = subprocess.run(["sh", "-c", f"{before}{words}{quote}"], capture_output=True, check=True)
    assert done.stdout.decode() == f"/{folder}/{PATH}"


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
@pytest.mark.parametrize("before", ["printf %s ", 'printf %s "', "printf %s '"])
def test_a_shell_expands_the_variable_to_one_word(before: str):
    quote = open_quote(before)
    words = filled_text(VARIABLE, PATH, before, quote, command=False)
    environment = {"CLAUDE_SKILL_DIR": "/a  b's"}
    done = subprocess.run(["sh", "-c", f"{before}{words}{quote}"], capture_output=True, check=True, env=environment)
    assert done.stdout.decode() == f"/a  b's/{PATH}"
    assert shlex.split(f"{before}{words}{quote}")


@pytest.mark.parametrize("before", ["---\nallowed-tools: Read Bash(", "allowed-tools:\n  - Read\n  - Bash("])
def test_a_pattern_of_allowed_tools_has_no_quotes(before: str):
    variable = Location("${ROOM}", expands=True)
    assert filled_text(variable, PATH, before, " python3:*)", command=True) == f"${{ROOM}}/{PATH}"
