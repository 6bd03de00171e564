import dataclasses

import pytest

from skillrt.passes.base import Need, Pass, PassContext
from skillrt.targets import parse_target
from tests.skills import module_of


def test_a_context_serves_a_harness_only_with_a_target():
    assert not PassContext().has(Need.HARNESS)
    assert PassContext(target=parse_target("m@codex")).has(Need.HARNESS)


def test_a_pass_without_a_body_says_so(tmp_path):
    with pytest.raises(NotImplementedError):
        Pass().run(module_of(tmp_path / "s", {"SKILL.md": ""}), PassContext())


def test_a_context_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        PassContext().portable = True
