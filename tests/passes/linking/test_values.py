"""Files that data and front matter name."""

from pathlib import Path

import pytest

from skillrt.ir import Module, Reference
from skillrt.passes.base import PassContext
from skillrt.passes.link import Link
from tests.skills import module_of

FILES = {
    "scripts/start.js": "console.log(1)\n",
    "scripts/lib/tool.py": "open('scripts/state.json', 'w')\n",
    "docs/Guide.txt": "x\n",
    "docs/more.txt": "x\n",
}


def linked(folder: Path, files: dict[str, str]) -> Module:
    return Link().run(module_of(folder / "sample", {"SKILL.md": "# Sample\n", **FILES, **files}), PassContext())


def told(folder: Path, name: str, text: str) -> list[tuple[str, int]]:
    found = linked(folder, {name: text}).diagnostics
    return [(item.code, item.place.line) for item in found if item.place]


def references(module: Module) -> list[tuple[str, str | None, str, str]]:
    facts = [fact for fact in module.facts if isinstance(fact, Reference)]
    return [(fact.ref, fact.target, fact.status, fact.via) for fact in facts]


def test_values_that_name_files_are_references(tmp_path: Path):
    package = '{\n "bin": "./scripts/start.js",\n "scripts": {"go": "node scripts/start.js --fast"}\n}\n'
    found = linked(tmp_path, {"package.json": package, "docs/list.yaml": "first: more.txt # beside it\n"})
    assert references(found) == [
        ("more.txt", "docs/more.txt", "resolved", "data"),
        ("./scripts/start.js", "scripts/start.js", "resolved", "data"),
        ("scripts/start.js", "scripts/start.js", "resolved", "command"),
    ]
    assert found.diagnostics == ()


def test_terms_that_front_matter_points_to(tmp_path: Path):
    front = "---\nname: sample\ndescription: x\nlicense: Complete terms in LICENSE.txt\n---\n"
    assert told(tmp_path, "SKILL.md", front) == [("link.missing-file", 4)]
    assert linked(tmp_path, {"SKILL.md": front, "LICENSE.txt": "x\n"}).diagnostics == ()
    named = front.replace("Complete terms in LICENSE.txt", "BSD-3-Clause license")
    assert linked(tmp_path, {"SKILL.md": named}).diagnostics == ()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("package.json", '{\n"start": "node scripts/gone.js"}', "link.missing-script"),
        ("plugin.json", '{\n"files": ["SKILL.md", "docs/gone.txt"]}', "link.missing-file"),
        ("list.yaml", "files:\n  - docs/gone.txt\n", "link.missing-file"),
        ("list.toml", '[x]\nguide = "docs/guide.txt"\n', "link.wrong-case"),
    ],
)
def test_values_that_name_what_is_not_there(name: str, text: str, code: str, tmp_path: Path):
    assert told(tmp_path, name, text) == [(code, 2)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"log": "docs/run.txt", "output": "docs/result.txt"}'),  # made
        ("a.json", '{"state": "scripts/state.json", "x": "docs/${name}.txt", "y": "dist/x.js"}'),
        ("a.json", '{"why": "the words of docs/gone.txt", "url": "https://host/docs/gone.txt"}'),  # prose, address
        ("a.json", '{"x": "src/gone.py", "y": "gone.txt", "z": "other/gone.txt"}'),  # no folder of the skill
        ("package-lock.json", '{"x": "docs/gone.txt"}'),
        ("templates/a.json", '{"x": "docs/gone.txt"}'),
        ("config.example.yaml", "x: docs/gone.txt\n"),
        ("a.csv", "docs/gone.txt\n"),
    ],
)
def test_values_that_say_nothing_of_the_skill(name: str, text: str, tmp_path: Path):
    assert told(tmp_path, name, text) == []


def test_the_front_matter_is_read_too(tmp_path: Path):
    front = "---\nname: sample\ndescription: Writes letters; see docs/gone.txt for how.\n{more}---\n# Sample\n"
    more = "hooks:\n  start:\n    - command: bash scripts/gone.sh\nicon: docs/more.txt\n"
    found = linked(tmp_path, {"SKILL.md": front.replace("{more}", more)})
    assert references(found) == [
        ("docs/gone.txt", None, "missing", "prose"),
        ("scripts/gone.sh", None, "missing", "command"),
        ("docs/more.txt", "docs/more.txt", "resolved", "data"),
    ]
    assert [item.code for item in found.diagnostics] == ["link.missing-file", "link.missing-script"]


def test_records_of_a_variant_quote_its_source(tmp_path: Path):
    text = '{"old": "docs/guide.txt"}\n'
    assert told(tmp_path / "variant", ".skillrt/manifest.json", text) == []
    assert told(tmp_path / "skill", "manifest.json", text) == [("link.wrong-case", 1)]
