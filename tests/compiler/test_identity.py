from pathlib import Path

import msgspec
import pytest

from skillrt.compiler.identity import as_variant
from skillrt.errors import InputError
from skillrt.store import INSTALLED_FILE, MANIFEST_FILE
from skillrt.targets import Target, generic_host
from tests.compiler.sample import compiled, skill, source, target, write


@pytest.fixture
def variant(tmp_path: Path) -> Path:
    given = skill(tmp_path / "pdf")
    return write(tmp_path / "out", given, compiled(given), target())


def refusal(folder: Path, aim: Target | None = None):
    with pytest.raises(InputError) as raised:
        as_variant(source(folder), aim or target())
    (item,) = raised.value.diagnostics
    return item


def test_a_plain_skill_is_none(tmp_path: Path):
    assert as_variant(skill(tmp_path / "pdf"), target()) is None


def test_a_variant_is_itself(variant: Path):
    found = as_variant(source(variant), target())
    assert found is not None
    assert [item.path for item in found.files] == sorted(
        path.relative_to(variant).as_posix() for path in variant.rglob("*") if path.is_file()
    )
    assert all(item.data is None for item in found.files if item.path != MANIFEST_FILE)


@pytest.mark.parametrize("path", ["SKILL.md", "scripts/pages.py", "assets/x.bin"])
def test_an_edited_variant_names_its_source(variant: Path, path: str):
    with (variant / path).open("ab") as stream:
        stream.write(b"more\n")
    item = refusal(variant)
    assert item.code == "compile.edited-variant"
    assert path in item.message
    assert "`pdf` (sha256:" in item.hint


def test_an_added_and_a_removed_file_are_edits(variant: Path):
    (variant / "new.md").write_text("x")
    (variant / "assets/x.bin").unlink()
    assert "`assets/x.bin`, `new.md`" in refusal(variant).message


def test_a_link_in_place_of_a_file_is_an_edit(variant: Path):
    (variant / "copy.md").write_bytes((variant / "SKILL.md").read_bytes())
    (variant / "SKILL.md").unlink()
    (variant / "SKILL.md").symlink_to("copy.md")
    assert refusal(variant).code == "compile.edited-variant"


@pytest.mark.parametrize("aim", ["qwen/qwen3.5-9b@pi", "other@codex"])
def test_another_target(variant: Path, aim: str):
    item = refusal(variant, target(aim))
    assert item.code == "compile.other-target"
    assert "qwen/qwen3.5-9b@codex" in item.message
    assert aim in item.message
    assert "`pdf`" in item.hint


def test_another_host(variant: Path):
    host = msgspec.structs.replace(generic_host(), name="mine")
    assert refusal(variant, msgspec.structs.replace(target(), host=host)).code == "compile.other-target"
    newer = msgspec.structs.replace(generic_host(), date="2030-01-01")
    assert as_variant(source(variant), msgspec.structs.replace(target(), host=newer)) is not None


def test_an_installed_copy(variant: Path):
    (variant / INSTALLED_FILE).write_text("{}")
    assert refusal(variant).code == "compile.installed-copy"


def test_a_damaged_manifest(variant: Path):
    (variant / MANIFEST_FILE).write_text("[]")
    assert refusal(variant).code == "compile.bad-manifest"
