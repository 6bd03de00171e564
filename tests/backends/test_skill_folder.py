import json
from pathlib import Path

import msgspec
import pytest

from skillrt.backends import SkillFolder, Variant
from skillrt.backends.skill_folder import harness_digest
from skillrt.errors import InputError, Span
from skillrt.frontend import load
from skillrt.frontend.sources import ArchiveSource, SourceEntry
from skillrt.ir import Anchor, Elimination, Module, TextEdit, WrittenFor, replace_blocks, rewrite
from skillrt.store import MANIFEST_FILE, digest_of, read_manifest
from skillrt.targets import shipped_harnesses
from tests.backends.sample import purpose_for, target_for
from tests.skills import module_of

BODY = "# A\n\nRun `python scripts/a.py in.pdf` to töst.\n\n```sh\nsh scripts/b.sh\n```\n"


def module_in(folder: Path) -> Module:
    files = {
        "SKILL.md": BODY,
        "scripts/a.py": "print(1)\n",
        "scripts/b.sh": "#!/bin/sh\n",
        "x.bin": b"\0\1",
        "references/r.md": "# R\n",
    }
    return module_of(folder, files, executable=("scripts/b.sh",))


def write(module: Module) -> Variant:
    return SkillFolder().write(module, purpose_for(module, target_for("codex")))


def archive(files: dict[str, bytes]) -> Module:
    entries = tuple(SourceEntry(path, len(data)) for path, data in sorted(files.items()))
    return load(ArchiveSource("pdf", "pdf", entries, (), files))


def test_an_unchanged_skill_is_written_byte_for_byte(tmp_path: Path):
    module = module_in(tmp_path / "pdf")
    variant = write(module)
    assert [item.path for item in variant.files] == sorted(
        [MANIFEST_FILE, "SKILL.md", "references/r.md", "scripts/a.py", "scripts/b.sh", "x.bin"]
    )
    for item in variant.files:
        if item.path != MANIFEST_FILE:
            data = (tmp_path / "pdf" / item.path).read_bytes()
            assert item.digest == digest_of(data)
            assert item.data in (None, data)
    assert {item.path for item in variant.files if item.executable} == {"scripts/b.sh"}


def test_the_manifest_lists_everything_else(tmp_path: Path):
    module = module_in(tmp_path / "pdf")
    variant = write(module)
    manifest = variant.file(MANIFEST_FILE)
    assert manifest is not None
    assert manifest.data is not None
    assert read_manifest(manifest.data, "m") == variant.manifest
    assert [item.path for item in variant.manifest.files] == [
        item.path for item in variant.files if item.path != MANIFEST_FILE
    ]
    assert variant.manifest.source.digest == module.source
    assert variant.manifest.target.harness == "codex"
    assert variant.manifest.host.name == "generic"
    assert str(tmp_path) not in manifest.data.decode()


def with_edit(module: Module, old: str, new: str) -> Module:
    for block in module.blocks.values():
        at = block.text.find(old)
        if at >= 0:
            edit = TextEdit(at, at + len(old), new, "rule", "why")
            return replace_blocks(module, {block.id: rewrite(block, "test", [edit])})
    raise AssertionError(old)


def anchor(module: Module, written: str, path: str) -> Anchor:
    data = module.documents[0].data
    start = data.index(written.encode())
    line = data[:start].count(b"\n") + 1
    span = Span("SKILL.md", start, start + len(written.encode()), line, line)
    (block,) = [item for item in module.blocks.values() if item.is_leaf and written in item.text]
    return Anchor(blocks=(block.id,), span=span, path=path, written=written)


def test_anchors_are_found_in_the_output(tmp_path: Path):
    source = module_in(tmp_path / "pdf")
    module = source.with_facts(
        anchor(source, "scripts/b.sh", "scripts/b.sh"), anchor(source, "scripts/a.py", "scripts/a.py")
    )
    module = with_edit(with_edit(module, "# A", "# A longer title ü"), "töst", "t")
    variant = write(module)
    skill = variant.file("SKILL.md")
    assert skill is not None
    assert skill.data is not None
    found = variant.manifest.anchors
    assert [item.path for item in found] == ["scripts/a.py", "scripts/b.sh"]
    for item in found:
        assert skill.data[item.output.start : item.output.end].decode() == item.written == item.path
        assert skill.data[: item.output.start].count(b"\n") + 1 == item.output.line


def test_an_anchor_whose_text_was_replaced(tmp_path: Path):
    source = module_in(tmp_path / "pdf")
    module = source.with_facts(anchor(source, "scripts/a.py", "scripts/a.py"))
    variant = write(with_edit(module, "python scripts/a.py", "python3 {dir}/scripts/a.py"))
    skill = variant.file("SKILL.md")
    assert skill is not None
    assert skill.data is not None
    (item,) = variant.manifest.anchors
    assert skill.data[item.output.start : item.output.end].decode() == item.written == "python3 {dir}/scripts/a.py"


def test_words_marked_twice_are_one_anchor(tmp_path: Path):
    source = module_in(tmp_path / "pdf")
    fact = anchor(source, "scripts/a.py", "scripts/a.py")
    variant = write(source.with_facts(fact, msgspec.structs.replace(fact, written="other")))
    assert len(variant.manifest.anchors) == 1


def test_edits_and_eliminations_and_the_guess_are_recorded(tmp_path: Path):
    source = module_in(tmp_path / "pdf")
    module = with_edit(source, "töst", "test").with_facts(
        WrittenFor(blocks=(), span=Span("SKILL.md", 0, 0, 1, 1), harness="pi", guessed=True, scores=(("pi", 2.0),))
    )
    gone = Elimination("shake", "other-os", "not here", "p-1", "old text", Span("SKILL.md", 3, 5, 1, 1))
    module = msgspec.structs.replace(module, eliminations=(gone,))
    variant = write(module)
    (edit,) = variant.manifest.edits
    assert (edit.pass_name, edit.rule, edit.reason, edit.old, edit.new) == ("test", "rule", "why", "töst", "test")
    source_data = (tmp_path / "pdf" / "SKILL.md").read_bytes()
    assert source_data[edit.source.start : edit.source.end].decode() == "töst"
    assert variant.manifest.written_for.harness == "pi"
    assert variant.manifest.eliminations[0].rule == "other-os"


def test_the_skill_file_is_written_in_capitals():
    variant = write(archive({"skill.md": b"---\nname: pdf\ndescription: x\n---\nbody\n", "b.txt": b""}))
    record = variant.manifest.files[0]
    assert (record.path, record.source) == ("SKILL.md", "skill.md")
    assert [item.path for item in variant.files] == [MANIFEST_FILE, "SKILL.md", "b.txt"]


@pytest.mark.parametrize(
    ("path", "code"),
    [(".skillrt/x.json", "compile.reserved-path"), ("../x", "compile.path-leaves"), ("/x", "compile.path-leaves")],
)
def test_paths_that_cannot_be(path: str, code: str):
    module = archive({"SKILL.md": b"---\nname: pdf\n---\n", path: b""})
    with pytest.raises(InputError) as raised:
        write(module)
    assert [item.code for item in raised.value.diagnostics] == [code]


def test_two_files_with_one_path():
    module = archive({"SKILL.md": b"---\nname: pdf\n---\n", "x": b""})
    module = msgspec.structs.replace(module, files=(module.files[0], module.files[0]))
    with pytest.raises(InputError) as raised:
        write(module)
    assert raised.value.diagnostics[0].code == "compile.path-taken"


def test_the_digest_of_a_descriptor_tells_descriptors_apart():
    harnesses = shipped_harnesses()
    digests = {harness_digest(item) for item in harnesses.values()}
    assert len(digests) == len(harnesses)
    changed = msgspec.structs.replace(harnesses["pi"], version="other")
    assert harness_digest(changed) != harness_digest(harnesses["pi"])
    assert json.dumps(sorted(digests)) == json.dumps(sorted(digests))
