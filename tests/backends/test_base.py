import pytest

from skillrt.backends import Backend, BuildRecord, SkillFolder, Variant
from skillrt.store import Manifest
from skillrt.store.files import stored
from tests.backends.sample import purpose_for, target_for
from tests.skills import module_of


def test_a_backend_has_a_name_and_writes(tmp_path):
    module = module_of(tmp_path / "pdf", {"SKILL.md": "# A\n"})
    build: BuildRecord = purpose_for(module, target_for("pi"))
    with pytest.raises(NotImplementedError):
        Backend().write(module, build)
    assert SkillFolder.name == "skill-folder"
    variant = SkillFolder().write(module, build)
    assert isinstance(variant, Variant)
    assert isinstance(variant.manifest, Manifest)


def test_files_are_found_by_path(tmp_path):
    module = module_of(tmp_path / "pdf", {"SKILL.md": "# A\n"})
    variant = SkillFolder().write(module, purpose_for(module, target_for("pi")))
    skill = variant.file("SKILL.md")
    assert skill is not None
    assert stored("SKILL.md", skill.data or b"").digest == skill.digest
    assert variant.file("absent") is None
