import pytest

from skillrt.compiler import CompileOptions
from skillrt.environment.needs import ENVIRONMENT_FILE, Need, Needs, needs_bytes
from skillrt.errors import InputError
from skillrt.frontend import discover
from skillrt.gateway.kept_variants import is_bound
from skillrt.runs.skills import prepare, require_bound, unbound
from skillrt.store.environments import PROOF_FILE, Environments
from skillrt.targets import generic_host, shipped_harnesses
from skillrt.targets.target import Target
from tests.runs.sample import BARE, skill

TARGET = Target("m", BARE, generic_host())
OPTIONS = CompileOptions(level="O0", harnesses=shipped_harnesses())


def _prepared(folder, source, options=OPTIONS):
    return prepare(discover([str(source)]), TARGET, options, folder / "data")


def test_compiled_once_and_again_when_the_source_has_changed(tmp_path):
    source = skill(tmp_path)
    (first,) = _prepared(tmp_path, source)
    assert first.compiled
    assert (first.folder / "scripts/hi.sh").is_file()
    (again,) = _prepared(tmp_path, source)
    assert (again.compiled, again.folder, again.digest) == (False, first.folder, first.digest)
    (source / "SKILL.md").write_text((source / "SKILL.md").read_text() + "\nMore.\n")
    (changed,) = _prepared(tmp_path, source)
    assert changed.compiled
    assert changed.folder != first.folder
    assert (first.folder / "SKILL.md").is_file(), "a run that goes on keeps its variant"


def test_a_variant_that_was_edited_in_the_store_is_written_again(tmp_path):
    source = skill(tmp_path)
    (first,) = _prepared(tmp_path, source)
    (first.folder / "SKILL.md").write_text("broken")
    (again,) = _prepared(tmp_path, source)
    assert again.compiled
    assert "FINI" in (again.folder / "SKILL.md").read_text()


def test_two_skills_of_one_name(tmp_path):
    one, two = skill(tmp_path / "a"), skill(tmp_path / "b", "---\nname: greet\ndescription: Other.\n---\nx\n")
    with pytest.raises(InputError, match="two skills"):
        prepare(discover([str(one), str(two)]), TARGET, OPTIONS, tmp_path / "data")


def test_a_skill_that_needs_packages_must_be_bound(tmp_path):
    (item,) = _prepared(tmp_path, skill(tmp_path))
    store = Environments(tmp_path / "data")
    assert is_bound(item, store)
    optional = Need(kind="python", name="alpha", required=False, why="used")
    (item.folder / ENVIRONMENT_FILE).write_bytes(needs_bytes(Needs(needs=(optional,))))
    assert is_bound(item, store), "what is optional stops no run"
    needs = Needs(needs=(Need(kind="python", name="alpha", required=True, why="used"),))
    (item.folder / ENVIRONMENT_FILE).write_bytes(needs_bytes(needs))
    assert unbound([item], tmp_path / "data") == (item,)
    with pytest.raises(InputError, match="`greet` is not bound") as caught:
        require_bound([item], tmp_path / "data")
    assert f"skillrt bind {item.folder}" in caught.value.diagnostics[0].hint
    key = "a" * 64
    store.folder(key).mkdir(parents=True)
    store.write(key, PROOF_FILE, b"{}")
    store.remember(needs.key, key)
    require_bound([item], tmp_path / "data")
