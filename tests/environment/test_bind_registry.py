"""Binding for real: small packages from the indexes that uv and npm are configured for."""

import shutil

import pytest

from skillrt.config import variables_of_installers
from skillrt.environment.bind import BindOptions, Subject, Surroundings, bind
from skillrt.environment.installers import find_installers
from skillrt.environment.lock import lock_bytes
from skillrt.environment.needs import Need, Needs
from skillrt.environment.prove import prove
from skillrt.errors import MachineError, SkillrtError
from skillrt.process import run
from skillrt.store.environments import Environments

pytestmark = [pytest.mark.slow, pytest.mark.registry]
AS_OF = BindOptions(date="2026-11-01")
RICH = Need(kind="python", name="rich", required=True, why="used", modules=("rich",))
PAD = Need(kind="node", name="left-pad", required=True, why="used", modules=("left-pad",))


def bound(tmp_path, *needs, **more):
    installers = find_installers(variables_of_installers(), **more)
    around = Surroundings(Environments(tmp_path), installers, prove, lambda _: {}, lambda _: (), lambda _: None)
    skill = tmp_path / "skill"
    skill.mkdir(parents=True, exist_ok=True)
    try:
        return bind(Subject(skill, Needs(needs=tuple(sorted(needs))), "d"), AS_OF, around)
    except MachineError as error:
        if error.diagnostics[0].code == "bind.unreachable":
            pytest.skip(f"no index can be reached: {str(error)[:100]}")
        raise


def test_a_package_of_python_is_bound_and_runs(tmp_path):
    binding = bound(tmp_path, RICH)
    assert binding.proven
    done = run([str(binding.bound.python), "-c", "import rich; print(rich.__file__)"])
    assert str(tmp_path).encode() in done.out
    assert b"://" not in lock_bytes(binding.lock)
    shutil.rmtree(tmp_path / "environments")
    assert bound(tmp_path, RICH).lock == binding.lock  # the same needs as of the same day


@pytest.mark.skipif(not shutil.which("npm"), reason="there is no npm")
def test_a_package_of_node_is_bound_and_runs(tmp_path):
    binding = bound(tmp_path, PAD)
    assert binding.proven
    script = "console.log(require('left-pad')('7', 3, '0'))"
    done = run([str(binding.bound.node), "-e", script], variables=dict(binding.bound.variables))
    assert done.out == b"007\n"
    assert b"://" not in lock_bytes(binding.lock)


@pytest.mark.skipif(not shutil.which("npm"), reason="there is no npm")
def test_without_network_and_with_empty_caches_it_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    for need in (RICH, PAD):
        with pytest.raises(SkillrtError) as raised:
            bound(tmp_path / "data", need, offline=True)
        assert raised.value.diagnostics[0].code == "bind.offline"
    left = [path.parent.name for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert left == ["locks", "locks"]
