import msgspec
import pytest

from skillrt.passes.parallel.means import Means, means_of
from skillrt.targets.capabilities import Capabilities, Count, Measured
from tests.passes.parallel.sample import target
from tests.skills import module_of

FAILS = (Count(0, 10), Count(0, 10), Count(0, 10))
ONLY_FIRST = (Count(10, 10), Count(0, 10), Count(0, 10))


def skill(folder, front: str = ""):
    head = f"---\nname: s\ndescription: Use when a test needs a skill.\n{front}---\n# T\n"
    return module_of(folder / "s", {"SKILL.md": head})


def with_trials(harness: str, *measured: Measured):
    held = Capabilities("measured", (), False, measured)
    return msgspec.structs.replace(target(harness), capabilities=held)


@pytest.mark.parametrize(
    ("harness", "agent", "batch"),
    [("claude-code", "Agent", True), ("opencode", "task", True), ("pi", "", True), ("cline", "", False)],
)
def test_the_descriptor_tells(tmp_path, harness: str, agent: str, batch: bool):
    means = means_of(skill(tmp_path), target(harness))
    assert (means.agent, means.takes(5), means.shell) == (agent, batch, True)


def test_the_profile_has_to_hold_it(tmp_path):
    module = skill(tmp_path)
    nothing = with_trials("claude-code", Measured("tool.call.batch", FAILS), Measured("delegate.agent", FAILS))
    assert means_of(module, nothing) == Means(0, "", True)
    pairs = with_trials(
        "claude-code", Measured("tool.call.batch", ONLY_FIRST), Measured("delegate.agent", ONLY_FIRST)
    )
    means = means_of(module, pairs)
    assert (means.takes(2), means.takes(3), means.takes(0), means.agent) == (True, False, False, "")


def test_permissions_of_the_skill_are_heeded(tmp_path):
    narrow = means_of(skill(tmp_path, "allowed-tools: Read, Bash(git:*)\n"), target())
    assert (narrow.agent, narrow.shell) == ("", False)
    wide = means_of(skill(tmp_path, "allowed-tools: Read, Bash, Agent\n"), target())
    assert (wide.agent, wide.shell) == ("Agent", True)


def test_the_map_needs_a_posix_shell(tmp_path):
    aim = target()
    windows = msgspec.structs.replace(aim, host=msgspec.structs.replace(aim.host, os="windows"))
    assert not means_of(skill(tmp_path), windows).shell
