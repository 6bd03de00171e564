from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import Diagnostic, Severity
from skillrt.frontend.loader import load
from skillrt.frontend.sources import ArchiveSource, SourceEntry
from skillrt.ir import Module
from skillrt.targets import shipped_harnesses
from skillrt.verify.specification import check

reference = pytest.importorskip("skills_ref.validator")
parser = pytest.importorskip("skills_ref.parser")
errors = pytest.importorskip("skills_ref.errors")

GOOD = "Fills in PDF forms. Use it when a PDF has fields to fill in."


def read(text: str, folder: str = "pdf") -> Module:
    data = text.encode("utf-8", "surrogateescape")
    entries = (SourceEntry("SKILL.md", len(data)),)
    return load(ArchiveSource(folder, folder, entries, (), {"SKILL.md": data}))


def skill(front: str, body: str = "Do it.\n") -> Module:
    return read(f"---\n{front}---\n{body}")


def codes(module: Module) -> list[str]:
    return [item.code for item in check(module)]


def test_a_good_skill_has_no_findings():
    front = (
        f"name: pdf\ndescription: {GOOD}\nlicense: MIT\ncompatibility: Needs pdftk\n"
        "metadata:\n  author: someone\nallowed-tools: Read Bash(pdftk:*)\n"
    )
    assert check(skill(front)) == ()


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (f"description: {GOOD}\n", ["spec.name-missing"]),
        (f"name:\ndescription: {GOOD}\n", ["spec.name-missing"]),
        (f"name: ''\ndescription: {GOOD}\n", ["spec.name-missing"]),
        (f"name: null\ndescription: {GOOD}\n", ["spec.name-missing"]),
        (f"name:\n  - pdf\ndescription: {GOOD}\n", ["spec.name-missing"]),
        (f"name: PDF\ndescription: {GOOD}\n", ["spec.name-folder", "spec.name-invalid"]),
        (f"name: other\ndescription: {GOOD}\n", ["spec.name-folder"]),
        (f"name: {'a' * 65}\ndescription: {GOOD}\n", ["spec.name-folder", "spec.name-too-long"]),
        ("name: pdf\n", ["spec.description-missing"]),
        ("name: pdf\ndescription: '  '\n", ["spec.description-missing"]),
        ("name: pdf\ndescription: Helps with PDFs.\n", ["spec.description-short"]),
        (f"name: pdf\ndescription: {'a' * 1025}\n", ["spec.description-too-long"]),
        (f"name: pdf\ndescription: {'a' * 1024}\n", []),
        (f"name: pdf\ndescription: {GOOD}\ncompatibility: {'a' * 501}\n", ["spec.compatibility-too-long"]),
        (f"name: pdf\ndescription: {GOOD}\ncompatibility:\n  - a\n", ["spec.compatibility-shape"]),
        (f"name: pdf\ndescription: {GOOD}\ncompatibility: ''\n", ["spec.compatibility-empty"]),
        (f"name: pdf\ndescription: {GOOD}\ncompatibility:\n", ["spec.compatibility-empty"]),
        (f"name: pdf\ndescription: {GOOD}\nmetadata: text\n", ["spec.metadata-shape"]),
        (f"name: pdf\ndescription: {GOOD}\nmetadata:\n  version: 1.0\n", ["spec.metadata-value"]),
        (f"name: pdf\ndescription: {GOOD}\nallowed-tools:\n  - Read\n", ["spec.allowed-tools-shape"]),
        (f"name: pdf\ndescription: {GOOD}\nlicense: {'a ' * 150}\n", ["spec.license-long"]),
        (f"name: pdf\ndescription: {GOOD}\nlicense: 2\n", ["spec.not-text"]),
        (f"name: pdf\ndescription: {GOOD}\nversion: 2\n", ["spec.foreign-key"]),
    ],
)
def test_fields(front: str, expected: list[str]):
    assert sorted(codes(skill(front))) == expected


def test_body():
    front = f"name: pdf\ndescription: {GOOD}\n"
    assert codes(skill(front, "\n \n")) == ["spec.body-empty"]
    assert codes(skill(front, "line\n" * 501)) == ["spec.body-too-long"]
    assert codes(skill(front, "x" * 20_001 + "\n")) == ["spec.body-too-long"]
    assert codes(skill(front, "line\n" * 500)) == []


def test_places_point_at_the_value():
    (item,) = check(skill(f"name: pdf\ndescription: {GOOD}\ncompatibility: {'a' * 501}\n"))
    assert (item.place.line, item.place.column, item.place.end_column) == (4, 16, 16 + 501)
    assert item.excerpt.startswith("compatibility: aaa")
    (item,) = check(skill(f"name:\ndescription: {GOOD}\n"))
    assert (item.place.line, item.place.column, item.place.end_column) == (2, 1, 5)


def test_a_number_is_quoted_by_the_fix():
    module = read(f"---\nname: 123\ndescription: {GOOD}\n---\nbody\n", "123")
    (item,) = check(module)
    assert item.code == "spec.not-text"
    assert item.fix
    data = module.documents[0].data
    (edit,) = item.fix.edits
    after = (data[: edit.start] + edit.new.encode() + data[edit.end :]).decode()
    assert 'name: "123"\n' in after
    assert check(read(after, "123")) == ()


def test_the_hint_offers_a_valid_name():
    (item,) = check(read(f"---\nname: PDF Tool\ndescription: {GOOD}\n---\nbody\n", "PDF Tool"))
    assert "`pdf-tool`" in item.hint


def test_foreign_keys_weigh_by_what_the_skill_is_for():
    module = skill(f"name: pdf\ndescription: {GOOD}\nargument-hint: FILE\n")
    claude, pi = shipped_harnesses()["claude-code"], shipped_harnesses()["pi"]
    assert [item.severity for item in check(module)] == [Severity.NOTE]
    assert check(module, claude) == ()
    assert [item.severity for item in check(module, pi)] == [Severity.WARNING]
    assert [item.severity for item in check(module, portable=True)] == [Severity.WARNING]


def test_mended_front_matter_is_checked_too():
    module = skill("name: PDF\ndescription: Use: when a PDF has fields to fill in, or pages\n")
    assert sorted(codes(module)) == ["frontmatter.needs-quotes", "spec.name-folder", "spec.name-invalid"]


def test_a_document_too_large_to_read_has_no_findings():
    assert check(read("---\nname: x\n---\n" + "line\n" * 500_000)) == ()


def test_a_hostile_front_matter_is_only_reported():
    for front in ("a: &a [*a]\n", "? [x]\n: y\n", "name: !!python/object:os.system x\n", "\x00\n", "name: \udcff\n"):
        assert {item.code.split(".")[0] for item in check(skill(front))} <= {"spec", "frontmatter"}


def refused(module: Module) -> bool:
    """Whether the reference implementation would refuse it, by our findings."""
    found: list[Diagnostic] = [*check(module, portable=True), *module.diagnostics]
    beyond = {"spec.foreign-key", "frontmatter.strict-yaml"}
    return any(item.severity is Severity.ERROR or item.code in beyond for item in found)


def reference_refuses(text: str, folder: str) -> bool:
    try:
        metadata, _ = parser.parse_frontmatter(text)
    except errors.ParseError:
        return True
    return bool(reference.validate_metadata(metadata, Path(folder)))


SCALAR = st.sampled_from(
    ["pdf", "PDF", "1", "1.5", "true", "no", "'quoted: x'", '"dq \\" x"', "a b c", "a: b", "[x]", "{a: b}", "&a x",
     "", "''", "données", "-x", "x" * 65, "y " * 600, "# comment", "x # c", "- x", "@x", "`x`", "%x",
     "2024-01-01",
     "|\n  text\n  more", ">-\n  text\n  more", "\n  - a\n  - b", "\n  k: v\n  l: 2", "\n  k: v\n  k: w", "!t x",
     "C:\\x: y", "\"unclosed", "'it''s'", "text with 'quotes' and \"more\"", "?x", ": x", "a #b", "x: 'y': z"]
)  # fmt: skip
KEY = st.sampled_from(
    ["name", "description", "license", "compatibility", "metadata", "allowed-tools", "version", "my key"]
)


@given(st.lists(st.tuples(KEY, SCALAR), max_size=6), st.sampled_from(["pdf", "données", "1", "a b c"]))
def test_the_verdict_agrees_with_the_reference_implementation(entries: list[tuple[str, str]], folder: str):
    front = "".join(f"{key}: {value}\n" for key, value in entries)
    text = f"---\n{front}---\nbody\n"
    assert refused(read(text, folder)) == reference_refuses(text, folder), text


@given(st.lists(st.tuples(KEY, SCALAR), min_size=1, max_size=2), st.booleans())
def test_the_verdict_agrees_where_the_rest_is_right(entries: list[tuple[str, str]], first: bool):
    odd = "".join(f"{key}: {value}\n" for key, value in entries)
    good = f"name: pdf\ndescription: {GOOD}\n"
    text = f"---\n{odd + good if first else good + odd}---\nbody\n"
    assert refused(read(text)) == reference_refuses(text, "pdf"), text


@pytest.mark.parametrize("text", ["# no front matter\n", "---\nname: x\n", "\n---\nname: x\n---\n", "", "---\n---\n"])
def test_the_verdict_agrees_on_files_without_front_matter(text: str):
    assert reference_refuses(text, "pdf")
    assert refused(read(text))


def test_the_verdict_agrees_on_a_byte_order_mark():
    text = f"\ufeff---\nname: pdf\ndescription: {GOOD}\n---\nbody\n"
    assert reference_refuses(text, "pdf")
    assert refused(read(text))


def test_metadata_in_the_form_that_its_harness_asks_for():
    front = f'name: pdf\ndescription: {GOOD}\nmetadata: {{"openclaw": {{"emoji": "x"}}}}\n'
    harnesses = shipped_harnesses()
    refused = ["frontmatter.strict-yaml", "spec.metadata-value"]
    assert codes(skill(front)) == []
    assert [item.code for item in check(skill(front), harnesses["openclaw"])] == []
    assert [item.code for item in check(skill(front), harnesses["codex"])] == refused
    assert [item.code for item in check(skill(front), portable=True)] == refused
    assert codes(skill(front.replace("openclaw", "mine"))) == refused
    assert codes(skill(front + "tags: [a, b]\n")) == ["spec.foreign-key", "frontmatter.strict-yaml"]
