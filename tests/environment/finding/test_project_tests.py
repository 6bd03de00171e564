import ast

import pytest

from skillrt.environment.finding.commands import sightings
from skillrt.environment.finding.project_tests import is_tied, own_files, tied_nodes, tied_parts
from tests.environment.sighted import names
from tests.growth import require_proportion

NOTHING = frozenset()


def tied(text, own=NOTHING):
    return [text.encode()[start:end].decode().strip() for start, end in tied_parts(text, own)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("if [ -f package.json ]; then npm ci; fi", ["npm ci;"]),
        ('if [[ -f "$ROOT/Cargo.toml" ]]\nthen\n  cargo build\nfi\nmake x', ["cargo build"]),
        ("if test -e go.mod; then go build; else cargo build; fi", ["go build;", "cargo build;"]),
        ("if [ -f uv.lock ]; then a; elif [ -f poetry.lock ]; then b; else c; fi; d", ["a;", "b;", "c;"]),
        ('if [ -f uv.lock ]; then a; elif [ "$1" = x ]; then b; else c; fi', ["a;"]),
        ("[ -f package.json ] && npm test || cargo test\njq .", ["npm test || cargo test"]),
        ("if [ -f setup.py ] || [ -f pyproject.toml ]; then\n  if [ -n x ]; then a; fi\n  b\nfi", ["a; fi\n  b"]),
    ],
)
def test_what_runs_where_a_project_has_a_file_of_its_kind(text, parts):
    found = tied(text)
    assert len(found) == len(parts)
    assert all(part in whole for part, whole in zip(parts, found, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "if [ ! -f package.json ]; then npm init; fi",  # it makes one
        'if [ -f "$INPUT" ]; then ffmpeg -i "$INPUT" x; fi',
        "if [ -f settings.json ]; then jq . settings.json; fi",
        "if [ -f setup.py ] || [ -n x ]; then pandoc x; fi",
        "# if [ -f package.json ]; then npm test; fi",
        "if [ -f package.json ]; then npm test",  # no end
        "npm test",
    ],
)
def test_what_does_not(text):
    assert tied(text) == []


def test_a_file_that_the_skill_brings_is_there():
    assert tied("if [ -f package.json ]; then npm ci; fi", own_files(["scripts/package.json"])) == []


def test_places_are_those_of_bytes():
    text = "echo é; if [ -f go.mod ]; then go vet; fi"
    at = text.encode().index(b"go vet")
    assert is_tied(at, tied_parts(text, NOTHING))
    assert not is_tied(0, tied_parts(text, NOTHING))


def test_many_tied_commands_take_time_in_proportion():
    def work(size):
        text = "if [ -f go.mod ]; then go vet é; fi\n" * size
        parts = tied_parts(text, NOTHING)
        return [is_tied(byte, parts) for byte in range(0, len(text), 9)]

    require_proportion(work, 400)


def test_programs_of_python_below_such_a_test():
    code = 'if (root / "go.mod").exists():\n    run(["go", "vet"])\n'
    code += 'if not os.path.exists("go.mod"):\n    run(["go", "x"])\n'
    tree = ast.parse(code)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.List)]
    assert [id(node) in tied_nodes(tree, NOTHING) for node in calls] == [True, False]


def test_blocks_of_a_skill(tmp_path):
    body = "```bash\nif [ -f Cargo.toml ]; then cargo build; fi\njq . x\n```\n"
    assert names(tmp_path, sightings, body) == {("cargo", "tied"), ("jq", "use")}
    assert names(tmp_path / "x", sightings, body, scripts__Cargo_dot_toml="") == {("cargo", "use"), ("jq", "use")}
