import msgspec
import pytest

from skillrt.errors import MachineError, UsageError
from skillrt.harness.launching.find import find_program, install_hint, require_launch
from skillrt.targets import shipped_harnesses
from tests.harness.launching.sample import harness, program


def test_the_program_is_found_on_the_search_path(tmp_path):
    folder = program(tmp_path / "bin", "")
    assert find_program(harness(), str(folder)) == str(folder / "script")


def test_a_missing_harness_is_told_with_the_command_that_installs_it(tmp_path):
    with pytest.raises(MachineError, match="Script is not installed") as caught:
        find_program(harness(), str(tmp_path))
    (found,) = caught.value.diagnostics
    assert found.code == "start.no-harness"
    assert found.hint == "install it: `npm install -g script-agent@1.2` (needs node>=20)"


def test_a_program_that_it_needs_is_missing(tmp_path):
    folder = program(tmp_path / "bin", "")
    needy = harness()
    needy = msgspec.structs.replace(needy, program=msgspec.structs.replace(needy.program, needs=("no-such-program",)))
    with pytest.raises(MachineError, match="needs `no-such-program`"):
        find_program(needy, str(folder))


def test_other_ways_to_install():
    given = harness()
    own = msgspec.structs.replace(given.program, install="brew install script")
    assert install_hint(msgspec.structs.replace(given, program=own)) == "install it: `brew install script`"
    bare = msgspec.structs.replace(given.program, package="")
    assert "its maker" in install_hint(msgspec.structs.replace(given, program=bare))


def test_a_harness_that_nobody_knows_how_to_start():
    with pytest.raises(UsageError, match="not known how to start Cursor") as caught:
        require_launch(shipped_harnesses()["cursor"])
    assert caught.value.diagnostics[0].code == "start.unknown-launch"
