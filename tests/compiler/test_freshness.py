import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from skillrt.compiler import Freshness, State, freshness
from skillrt.store import MANIFEST_FILE, manifest_bytes, read_manifest
from skillrt.targets import generic_host
from tests.compiler.sample import OPTIONS, compiled, skill, source, target, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given = skill(tmp_path / "pdf")
    return write(tmp_path / "out", given, compiled(given), target())


def state(tmp_path: Path, aim=None, options=OPTIONS) -> Freshness:
    return freshness(source(tmp_path / "pdf"), "pdf", aim or target(), options, tmp_path / "out")


def test_up_to_date(tmp_path: Path, folder: Path):
    assert state(tmp_path) == Freshness("codex/qwen--qwen3.5-9b/pdf", State.FRESH)


def test_missing(tmp_path: Path, folder: Path):
    assert state(tmp_path, target("m@pi")).state is State.MISSING
    shutil.rmtree(folder)
    assert state(tmp_path).state is State.MISSING


def test_edited(tmp_path: Path, folder: Path):
    (folder / "SKILL.md").write_text("x")
    found = state(tmp_path)
    assert (found.state, found.why) == (State.EDITED, "`SKILL.md`")


def test_a_changed_source_is_stale(tmp_path: Path, folder: Path):
    (tmp_path / "pdf" / "assets" / "x.bin").write_bytes(b"other")
    found = state(tmp_path)
    assert (found.state, found.why) == (State.STALE, "the source has changed")


def test_another_pipeline_is_stale(tmp_path: Path, folder: Path):
    assert "link,retarget" in state(tmp_path, options=replace(OPTIONS, pipeline="link")).why


def test_another_descriptor_is_stale(tmp_path: Path, folder: Path):
    aim = target()
    changed = msgspec.structs.replace(aim, harness=msgspec.structs.replace(aim.harness, version="later"))
    assert "harness" in state(tmp_path, changed).why


def test_another_compiler_is_stale(tmp_path: Path, folder: Path):
    path = folder / MANIFEST_FILE
    manifest = read_manifest(path.read_bytes(), "m")
    older = msgspec.structs.replace(manifest.compiler, version="0.0.1")
    path.write_bytes(manifest_bytes(msgspec.structs.replace(manifest, compiler=older)))
    assert state(tmp_path).why == "compiled by SkillRT 0.0.1"


def test_the_machine_it_runs_on_does_not_matter(tmp_path: Path, folder: Path):
    other = msgspec.structs.replace(generic_host(), name="mine", programs=("only-here",))
    assert state(tmp_path, msgspec.structs.replace(target(), host=other)).state is State.FRESH


def test_a_folder_of_others_and_a_damaged_manifest_fail(tmp_path: Path, folder: Path):
    (folder / MANIFEST_FILE).write_text("{")
    assert state(tmp_path).state is State.FAILED
    (folder / MANIFEST_FILE).unlink()
    assert state(tmp_path).state is State.FAILED


def test_a_name_that_is_no_folder_fails(tmp_path: Path, folder: Path):
    found = freshness(source(tmp_path / "pdf"), "../x", target(), OPTIONS, tmp_path / "out")
    assert found.state is State.FAILED


def test_a_variant_is_its_own_source(tmp_path: Path, folder: Path):
    found = freshness(source(folder), "pdf", target(), OPTIONS, tmp_path / "out")
    assert found.state is State.FRESH
