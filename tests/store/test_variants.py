from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.errors import InputError, SkillrtError
from skillrt.store.files import MANIFEST_FILE, StoredFile, digest_of, stored
from skillrt.store.manifest import Manifest, file_records, manifest_bytes
from skillrt.store.variants import VARIANTS, Written, kept_variants, listed, look, variant_folder, write_variant
from skillrt.targets import parse_target
from tests.store.test_manifest import full

TARGET = parse_target("qwen/qwen3.5-9b@opencode")


def never(path: str) -> bytes:
    raise AssertionError(path)


def files_of(text: str) -> tuple[StoredFile, ...]:
    plain = (stored("SKILL.md", text.encode()), stored("scripts/a.sh", b"#!/bin/sh\n", executable=True))
    sample = full()
    manifest = Manifest(
        name="pdf",
        compiler=sample.compiler,
        source=sample.source,
        target=sample.target,
        host=sample.host,
        files=file_records(plain),
    )
    return (stored(MANIFEST_FILE, manifest_bytes(manifest)), *plain)


def test_the_layout():
    assert variant_folder(TARGET, "pdf") == "opencode/qwen--qwen3.5-9b/pdf"
    assert variant_folder(TARGET, "données") == "opencode/qwen--qwen3.5-9b/données"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x", "a\\b", "C:", "/", " a", "a.", "\0", "a\0b"])
def test_names_that_are_no_folder(name: str):
    with pytest.raises(InputError):
        variant_folder(TARGET, name)


@given(
    st.text(max_size=12) | st.text(alphabet="./\\:ab~", max_size=8),
    st.text(alphabet="./\\:ab-", min_size=1, max_size=12),
)
def test_no_name_and_no_model_leads_out_of_the_folder(name: str, model: str):
    try:
        inside = variant_folder(parse_target(f"{model}@codex"), name)
    except SkillrtError:
        return
    root = Path("/root-folder/out")
    parts = (root / inside).parts
    assert ".." not in parts
    assert (root / inside).is_relative_to(root)
    assert len(Path(inside).parts) == 3
    assert "\\" not in inside


def test_writing_again_changes_nothing(tmp_path: Path):
    assert write_variant(tmp_path, "h/m/pdf", files_of("one"), never) is Written.NEW
    before = (tmp_path / "h/m/pdf/SKILL.md").stat()
    assert write_variant(tmp_path, "h/m/pdf", files_of("one"), never) is Written.UNCHANGED
    after = (tmp_path / "h/m/pdf/SKILL.md").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_another_content_replaces(tmp_path: Path):
    write_variant(tmp_path, "h/m/pdf", files_of("one"), never)
    assert write_variant(tmp_path, "h/m/pdf", files_of("two"), never) is Written.REPLACED
    assert (tmp_path / "h/m/pdf/SKILL.md").read_text() == "two"


def test_a_folder_of_others_is_not_overwritten(tmp_path: Path):
    folder = tmp_path / "h/m/pdf"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(InputError) as raised:
        write_variant(tmp_path, "h/m/pdf", files_of("one"), never, force=True)
    assert raised.value.diagnostics[0].code == "compile.not-ours"
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("kind", ["file", "link", "empty", "dangling"])
def test_whatever_else_is_there_is_not_overwritten(tmp_path: Path, kind: str):
    place = tmp_path / "h/m/pdf"
    place.parent.mkdir(parents=True)
    if kind == "file":
        place.write_text("x")
    elif kind == "empty":
        place.mkdir()
    else:
        (tmp_path / "elsewhere").mkdir()
        place.symlink_to(tmp_path / ("elsewhere" if kind == "link" else "absent"))
    with pytest.raises(InputError) as raised:
        write_variant(tmp_path, "h/m/pdf", files_of("one"), never)
    assert raised.value.diagnostics[0].code == "compile.not-ours"


def change(folder: Path) -> None:
    (folder / "SKILL.md").write_text("two")


def add(folder: Path) -> None:
    (folder / "notes.md").write_text("mine")


def remove(folder: Path) -> None:
    (folder / "scripts/a.sh").unlink()


def link(folder: Path) -> None:
    (folder / "SKILL.md").unlink()
    (folder / "SKILL.md").symlink_to(folder / "scripts/a.sh")


def forbid(folder: Path) -> None:
    (folder / "scripts/a.sh").chmod(0o644)


@pytest.mark.parametrize(
    ("edit", "path"),
    [(change, "SKILL.md"), (add, "notes.md"), (remove, "scripts/a.sh"), (link, "SKILL.md"), (forbid, "scripts/a.sh")],
)
def test_edits_by_hand_are_seen_and_kept(tmp_path: Path, edit, path: str):
    write_variant(tmp_path, "h/m/pdf", files_of("one"), never)
    edit(tmp_path / "h/m/pdf")
    found = look(tmp_path / "h/m/pdf")
    assert found is not None
    assert found.edited == (path,)
    for text in ("one", "two!"):
        with pytest.raises(InputError) as raised:
            write_variant(tmp_path, "h/m/pdf", files_of(text), never)
        assert raised.value.diagnostics[0].code == "compile.edited-output"
        assert path in str(raised.value)
        assert "--force" in raised.value.diagnostics[0].hint
    assert write_variant(tmp_path, "h/m/pdf", files_of("one"), never, force=True) is Written.REPLACED
    found = look(tmp_path / "h/m/pdf")
    assert found is not None
    assert found.edited == ()


def test_what_running_a_script_leaves_is_no_edit(tmp_path: Path):
    write_variant(tmp_path, "h/m/pdf", files_of("one"), never)
    cache = tmp_path / "h/m/pdf/scripts/__pycache__"
    cache.mkdir()
    (cache / "a.cpython-311.pyc").write_bytes(b"x")
    (tmp_path / "h/m/pdf/.DS_Store").write_bytes(b"x")
    assert write_variant(tmp_path, "h/m/pdf", files_of("one"), never) is Written.UNCHANGED


def test_look(tmp_path: Path):
    assert look(tmp_path / "absent") is None
    found = look(tmp_path)
    assert found is not None
    assert found.manifest is None


def test_a_damaged_manifest_is_an_error(tmp_path: Path):
    write_variant(tmp_path, "h/m/pdf", files_of("one"), never)
    (tmp_path / "h/m/pdf" / MANIFEST_FILE).write_text("{")
    with pytest.raises(InputError) as raised:
        write_variant(tmp_path, "h/m/pdf", files_of("one"), never)
    assert raised.value.diagnostics[0].code == "compile.bad-manifest"


def test_listed():
    assert listed(("a",)) == "`a`"
    assert listed(("a", "b", "c", "d", "e")) == "`a`, `b`, `c` and 2 more"


def test_a_kept_variant_is_found_by_the_digest_of_its_manifest(tmp_path: Path):
    files = files_of("one")
    folder = tmp_path / VARIANTS / "0123456789abcdef" / variant_folder(TARGET, "pdf")
    for item in files:
        path = folder / item.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(item.data or b"")
        path.chmod(0o755 if item.executable else 0o644)
    digest = digest_of((folder / MANIFEST_FILE).read_bytes())
    assert kept_variants(tmp_path, {"pdf": digest, "other": digest}) == {"pdf": folder}
    assert kept_variants(tmp_path, {"pdf": "sha256:other", "": digest}) == {}
    (folder / "scripts/a.sh").write_text("echo edited\n")
    assert kept_variants(tmp_path, {"pdf": digest}) == {}
