from pathlib import Path

from skillrt.checks.excerpts import MAX_LINE, with_excerpts
from skillrt.errors import Diagnostic, Place
from tests.skills import module_of


def at(file: str, line: int, column: int = 1, excerpt: str = "") -> Diagnostic:
    return Diagnostic.of("text.bom", "x", Place(file, line, column), excerpt=excerpt)


def test_the_line_of_markdown_and_of_other_files(tmp_path: Path):
    module = module_of(
        tmp_path / "s", {"SKILL.md": "# One\r\n\r\ntwo\n", "a.sh": "#!/bin/sh\necho hi\n", "b.bin": b"\0"}
    )
    found = with_excerpts(
        module, [at("SKILL.md", 5), at("SKILL.md", 7), at("a.sh", 2), at("b.bin", 1), at("gone", 1)]
    )
    assert [item.excerpt for item in found] == ["# One", "two", "echo hi", "", ""]


def test_what_has_an_excerpt_keeps_it(tmp_path: Path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# One\n"})
    assert with_excerpts(module, [at("SKILL.md", 1, excerpt="mine")])[0].excerpt == "mine"


def test_lines_that_do_not_exist_and_no_place(tmp_path: Path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# One\n"})
    without = Diagnostic.of("text.bom", "x")
    found = with_excerpts(module, [at("SKILL.md", 0), at("SKILL.md", 99), without])
    assert [item.excerpt for item in found] == ["", "", ""]


def test_very_long_lines_are_bounded(tmp_path: Path):
    module = module_of(tmp_path / "s", {"SKILL.md": "# One\n" + "x" * 100_000 + "\n"})
    near, far = with_excerpts(module, [at("SKILL.md", 6, 10), at("SKILL.md", 6, 90_000)])
    assert near.excerpt == "x" * MAX_LINE
    assert far.excerpt == ""


def test_bytes_that_are_no_text_survive(tmp_path: Path):
    module = module_of(tmp_path / "s", {"SKILL.md": b"---\nname: s\n---\ncaf\xe9\n"})
    assert with_excerpts(module, [at("SKILL.md", 4)])[0].excerpt == "caf\udce9"
