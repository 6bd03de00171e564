from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.compiler import compile_skill
from skillrt.compiler.plan import clashes, homes, require_apart, variant_name
from skillrt.errors import SkillrtError, UsageError
from skillrt.frontend.sources import ArchiveSource, SourceEntry
from tests.compiler.sample import OPTIONS, compiled, skill, source, target, write

CODEX, PI = target("m@codex"), target("m@pi")


def archive(text: str, folder: str) -> ArchiveSource:
    data = text.encode("utf-8", "surrogateescape")
    return ArchiveSource(folder, folder, (SourceEntry("SKILL.md", len(data)),), (), {"SKILL.md": data})


@given(
    st.sampled_from(["name: {}", "name: '{}'", "name: {}\nlicense: a: b", "license: {}", "\ufeffname: {}"]),
    st.text(st.characters(codec="utf-8", exclude_characters="'\r\n\x85\u2028\u2029"), max_size=20)
    | st.sampled_from(["PDF Tool", "pdf", "1", "ﬁle", "a--b"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_planned_name_is_the_name_of_the_variant(front: str, name: str, fix: bool, end: str):
    mark = "\ufeff" if front.startswith("\ufeff") else ""
    lines = [
        mark + "---",
        front.lstrip("\ufeff").format(name),
        "description: Use it when a test needs a skill.",
        "---",
        "x",
        "",
    ]
    given = archive(end.join("\n".join(lines).split("\n")), "folder")
    planned = variant_name(given, fix_names=fix)
    try:
        result = compile_skill(given, CODEX, OPTIONS if not fix else FIXING)
    except SkillrtError:
        return
    assert result.variant.name == planned


FIXING = type(OPTIONS)(harnesses=OPTIONS.harnesses, fix_names=True)


def test_a_variant_has_the_name_in_its_manifest(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    folder = write(tmp_path / "out", given, compiled(given), target())
    assert variant_name(source(folder)) == "pdf"


def test_what_cannot_be_compiled_has_a_name_too():
    assert variant_name(archive("# no front matter\n", "folder")) == "folder"
    assert variant_name(archive("", "folder")) == "folder"


def test_a_skill_that_can_have_no_variant_has_no_home():
    texts = {"good": "---\nname: good\n---\n", "bad": "---\nname: not_valid\n---\n", "bare": "# Bare\n"}
    sources = [archive(text, name) for name, text in texts.items()]
    found = homes((variant_name(source), source) for source in sources)
    assert found == {"good": "good", "bad": "", "bare": ""}


def test_distinct():
    assert clashes([("a", "pdf", CODEX), ("a", "pdf", PI), ("b", "csv", CODEX), ("a", "pdf", CODEX)]) == {}


@pytest.mark.parametrize(
    ("first", "second"), [("pdf", "pdf"), ("pdf", "PDF"), ("é", "e\u0301"), ("straße", "STRASSE")]
)
def test_clashes_name_both(first: str, second: str):
    found = clashes(
        [("lib/a", first, CODEX), ("lib/b", second, CODEX), ("lib/b", second, PI), ("lib/c", "other", PI)]
    )
    assert set(found) == {("lib/a", str(CODEX)), ("lib/b", str(CODEX))}
    assert {item.code for item in found.values()} == {"compile.clash"}
    assert "`lib/b` and `lib/a`" in found["lib/b", str(CODEX)].message
    assert "`lib/a` and `lib/b`" in found["lib/a", str(CODEX)].message


def test_models_that_share_a_folder_clash():
    assert len(clashes([("a", "pdf", target("x:y@pi")), ("a", "pdf", target("x-y@pi"))])) == 2


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("pdf", "own folder"),
        ("pdf/scripts", "in its `scripts`"),
        ("pdf/build/..", "own folder"),
        ("pdf/.", "own folder"),
        (".", ""),
        ("pdf/build", ""),
        ("pdf/scripts/x", ""),
        ("pdf-2", ""),
    ],
)
def test_variants_lie_apart_from_the_files_of_skills(tmp_path: Path, out: str, why: str):
    given = skill(tmp_path / "pdf")
    sources = [given, archive("x", "pdf")]
    if not why:
        require_apart(sources, [CODEX, PI], tmp_path / out)
        return
    with pytest.raises(UsageError, match=why) as raised:
        require_apart(sources, [CODEX, PI], tmp_path / out)
    assert raised.value.diagnostics[0].code == "compile.out-in-skill"


def test_a_skill_that_has_the_name_of_a_harness_is_not_written_into(tmp_path: Path):
    given = skill(tmp_path / "codex")
    with pytest.raises(UsageError, match="own folder"):
        require_apart([given], [PI, CODEX], tmp_path)
    require_apart([given], [PI], tmp_path)
