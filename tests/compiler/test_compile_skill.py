import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from skillrt.compiler import compile_skill
from skillrt.compiler import compile_skill as unit
from skillrt.errors import InputError, UsageError, VerifyError
from skillrt.frontend import load
from skillrt.frontend.sources import ArchiveSource, SourceEntry
from skillrt.ir import Module, TextEdit, replace_blocks, rewrite
from skillrt.passes.base import Pass, PassContext
from skillrt.passes.pipeline import Pipeline
from skillrt.store import MANIFEST_FILE
from tests.compiler.sample import OPTIONS, compiled, skill, source, target, write
from tests.skills import write_skill


def text_of(result) -> str:
    return result.variant.file("SKILL.md").data.decode()


def test_a_skill_for_one_harness_becomes_one_for_another(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    result = compiled(given)
    text = text_of(result)
    assert "AskUserQuestion" not in text
    assert "CLAUDE_SKILL_DIR" not in text
    manifest = result.variant.manifest
    assert manifest.name == "pdf"
    assert manifest.aim == "qwen/qwen3.5-9b@codex"
    assert manifest.written_for.harness == "claude-code"
    assert manifest.compiler.pipeline.startswith("link,retarget,")
    assert manifest.target.profile is not None
    assert manifest.source.digest == load(given).source
    assert [item.path for item in manifest.anchors] == ["scripts/pages.py"]
    for edit in manifest.edits:
        before = (tmp_path / "pdf" / edit.source.file).read_bytes()
        assert before[edit.source.start : edit.source.end].decode() == edit.old
        assert text.encode()[edit.output.start : edit.output.end].decode() == edit.new
        assert edit.reason


def test_undoing_the_recorded_edits_gives_the_source(tmp_path: Path):
    result = compiled(skill(tmp_path / "pdf"))
    data = result.variant.file("SKILL.md").data
    for edit in sorted(result.variant.manifest.edits, key=lambda item: item.output.start, reverse=True):
        data = data[: edit.output.start] + edit.old.encode() + data[edit.output.end :]
    assert data == (tmp_path / "pdf" / "SKILL.md").read_bytes()


def test_for_its_own_harness_a_skill_stays_as_it_is(tmp_path: Path):
    result = compiled(skill(tmp_path / "pdf"), target("m@claude-code"))
    assert text_of(result) == (tmp_path / "pdf" / "SKILL.md").read_text()


def test_the_module_may_be_given(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    assert compile_skill(given, target(), OPTIONS, load(given)) == compiled(given)


def test_an_unmodified_variant_compiles_to_itself(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    folder = write(tmp_path / "out", given, compiled(given), target())
    again = compiled(source(folder))
    assert again.again
    copy = write(tmp_path / "again", source(folder), again, target())
    assert files(copy) == files(folder)


def files(folder: Path) -> dict[str, tuple[bytes, bool]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), os.access(path, os.X_OK))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("description: Use it when pages of a PDF are wanted.\n", "spec.name-missing"),
        ("name: PDF\ndescription: Use it when pages of a PDF are wanted.\n", "spec.name-invalid"),
        (f"name: pdf\ndescription: {'x' * 1025}\n", "spec.description-too-long"),
        ("name: pdf\n\tdescription: [\n", "frontmatter.invalid-yaml"),
    ],
)
def test_what_breaks_the_specification_is_an_error_with_its_place(tmp_path: Path, front: str, code: str):
    given = source(write_skill(tmp_path / "pdf", {"SKILL.md": f"---\n{front}---\nbody\n"}))
    with pytest.raises(InputError) as raised:
        compiled(given)
    assert code in [item.code for item in raised.value.diagnostics]
    assert all(item.place and item.place.file == "SKILL.md" for item in raised.value.diagnostics)


def test_no_front_matter(tmp_path: Path):
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "SKILL.md").write_text("# PDF\n")
    with pytest.raises(InputError) as raised:
        compiled(source(tmp_path / "pdf"))
    assert raised.value.diagnostics[0].code == "frontmatter.missing"


def test_names_are_fixed_on_demand(tmp_path: Path):
    text = "---\nname: My PDF_Tool\ndescription: Use: when pages of a PDF are wanted.\n---\nbody\n"
    given = source(write_skill(tmp_path / "other", {"SKILL.md": text}))
    result = compiled(given, options=replace(OPTIONS, fix_names=True))
    assert result.variant.name == "my-pdf-tool"
    assert 'name: my-pdf-tool\ndescription: "Use: when' in text_of(result)
    assert {item.rule for item in result.variant.manifest.edits} == {"fix-name", "quote-value"}
    assert result.variant.manifest.source.name == "My PDF_Tool"


def test_the_folder_may_have_another_name(tmp_path: Path):
    given = skill(tmp_path / "pdf")
    (tmp_path / "pdf").rename(tmp_path / "renamed")
    assert (
        compiled(source(tmp_path / "renamed")).variant == compiled(ArchiveLike(given, tmp_path / "renamed")).variant
    )


def ArchiveLike(given, folder: Path) -> ArchiveSource:
    contents = {entry.path: (folder / entry.path).read_bytes() for entry in given.entries}
    entries = tuple(SourceEntry(entry.path, entry.size, entry.executable) for entry in given.entries)
    return ArchiveSource("pdf", "elsewhere/pdf.zip", entries, (), contents)


@pytest.mark.parametrize("path", [".skillrt/x", ".skillrt/workflow.json"])
def test_the_reserved_folder(tmp_path: Path, path: str):
    with pytest.raises(InputError) as raised:
        compiled(skill(tmp_path / "pdf", {path: "x"}))
    assert raised.value.diagnostics[0].code == "compile.reserved-path"


def test_a_file_that_cannot_be_in_the_variant_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("skillrt.frontend.sources.MAX_FILE_SIZE", 10_000)
    with pytest.raises(InputError) as raised:
        compiled(skill(tmp_path / "pdf", {"big.bin": b"\0" * 10_001}))
    assert raised.value.diagnostics[0].code == "input.file-too-large"


@dataclass(frozen=True)
class Spoil(Pass):
    """A pass that makes the front matter invalid, recorded as an edit so that only the last check can see it."""

    name: ClassVar[str] = "spoil"

    def run(self, module: Module, ctx: PassContext) -> Module:
        block = module.front_matter_block
        assert block
        at = block.text.index("pdf")
        return replace_blocks(module, {block.id: rewrite(block, "spoil", [TextEdit(at, at + 3, "P D", "r", "w")])})


def test_a_pass_that_breaks_the_specification_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.modules[unit.__module__], "pipeline_of", lambda _: Pipeline((Spoil(),)))
    with pytest.raises(VerifyError) as raised:
        compiled(skill(tmp_path / "pdf"))
    assert raised.value.diagnostics[0].code == "verify.specification"


def test_a_pipeline_that_does_not_exist(tmp_path: Path):
    with pytest.raises(UsageError):
        compiled(skill(tmp_path / "pdf"), options=replace(OPTIONS, pipeline="link,absent"))


def test_bytes_that_are_not_utf8_stay(tmp_path: Path):
    front = b"---\nname: pdf\ndescription: Use it when pages of a PDF are wanted.\n---\n"
    data = front + b"\xff\xfe TodoWrite tool \xe9\r\n\r\nUse the `TodoWrite` tool.\r\n"
    given = source(write_skill(tmp_path / "pdf", {"SKILL.md": data}))
    result = compiled(given, target("m@claude-code"))
    assert result.variant.file("SKILL.md").data == data
    other = compiled(given)
    assert b"\xff\xfe" in other.variant.file("SKILL.md").data
    assert other.variant.file(MANIFEST_FILE).data.isascii()


DIGEST = """
import hashlib, sys
from skillrt.compiler import CompileOptions, compile_skill
from skillrt.frontend import discover
from skillrt.targets import load_harnesses, parse_target
known = load_harnesses()
total = hashlib.sha256()
for source in discover([sys.argv[1]]):
    for name in known:
        compiled = compile_skill(source, parse_target(f"m@{name}", known), CompileOptions(harnesses=known))
        for item in compiled.variant.files:
            total.update(f"{item.path} {item.digest} {item.executable}".encode())
print(total.hexdigest())
"""


def test_the_same_bytes_under_any_hash_seed(root: Path):
    found = set()
    for seed in ("0", "1", "4242"):
        command = [sys.executable, "-c", DIGEST, str(root / "examples" / "skills")]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}", "LC_ALL": "C"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        found.add(done.stdout)
    assert len(found) == 1
    assert len(found.pop().strip()) == 64
