import pytest

from skillrt.errors import Diagnostic
from skillrt.frontend.loader import load
from skillrt.frontend.sources import ArchiveSource, SourceEntry
from skillrt.ir import Module
from skillrt.verify.yaml_block import check_yaml


def read(data: bytes) -> Module:
    entries = (SourceEntry("SKILL.md", len(data)),)
    return load(ArchiveSource("pdf", "pdf", entries, (), {"SKILL.md": data}))


def found(data: bytes) -> list[Diagnostic]:
    return list(check_yaml(read(data)))


def mended(data: bytes, finding: Diagnostic) -> bytes:
    assert finding.fix
    for edit in sorted(finding.fix.edits, reverse=True):
        data = data[: edit.start] + edit.new.encode("utf-8", "surrogateescape") + data[edit.end :]
    return data


def test_good_front_matter_gives_nothing():
    assert found(b"---\nname: pdf\ndescription: x\n---\n# A\n") == []


def test_no_front_matter():
    (item,) = found(b"# A\n\ntext\n")
    assert (item.code, item.place.line, item.excerpt) == ("frontmatter.missing", 1, "# A")


def test_unclosed_front_matter_is_said_once():
    module = read(b"---\nname: pdf\n\n# A\n")
    assert [item.code for item in module.diagnostics] == ["frontmatter.unclosed"]
    assert list(check_yaml(module)) == []


@pytest.mark.parametrize("head", [b"\n\n", b" \r\n", "\ufeff\n".encode()])
def test_front_matter_below_blank_lines_is_moved_up(head: bytes):
    data = head + b"---\nname: pdf\ndescription: x\n---\nbody\n"
    (item,) = found(data)
    assert item.code == "frontmatter.not-first"
    assert item.place.line == data[: data.index(b"---")].count(b"\n") + 1
    assert found(mended(data, item)) == []


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_values_that_need_quotes_are_quoted_by_the_fix(end: bytes):
    lines = [b"---", b"name: pdf", b'description: reads: pdf \xff "x" \\d', b"license: MIT", b"---", b"body", b""]
    data = end.join(lines)
    (item,) = found(data)
    assert item.code == "frontmatter.needs-quotes"
    assert item.place.line == 3
    assert item.excerpt.startswith("description: reads: pdf")
    after = mended(data, item)
    assert found(after) == []
    assert read(after).front_matter.get("description") == read(data).front_matter.get("description")
    assert after.count(end) == data.count(end)


def test_yaml_beyond_mending():
    (item,) = found(b"---\nname: pdf\ndescription: x\n\t- a: [\n---\n")
    assert item.code == "frontmatter.invalid-yaml"
    assert item.fix is None
    assert 3 <= item.place.line <= 4


def test_doubled_key():
    (item,) = found(b"---\nname: pdf\nname: other\ndescription: x\n---\n")
    assert (item.code, item.place.line, item.place.column) == ("frontmatter.duplicate-key", 3, 1)


def test_brackets_are_only_noted():
    (item,) = found(b"---\nname: pdf\nallowed-tools: [Read]\n---\n")
    assert (item.code, item.place.line, item.place.column) == ("frontmatter.strict-yaml", 3, 16)
    assert item.severity == "note"


def test_places_behind_a_byte_order_mark():
    data = "\ufeff---\nname: a: b\ndescription: x\n---\n".encode()
    (item,) = found(data)
    assert (item.code, item.place.line) == ("frontmatter.needs-quotes", 2)
    assert b'name: "a: b"\n' in mended(data, item)
