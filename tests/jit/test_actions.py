from contextlib import suppress

import pytest

from skillrt.jit.actions import Action, Unsupported, action_of, actions_of
from skillrt.jit.recorded import RecordedCall
from skillrt.targets import shipped_harnesses


def call(tool: str, **arguments: str) -> RecordedCall:
    return RecordedCall(tool, dict(arguments))


def test_tools_of_any_product_are_known_by_name_and_arguments():
    assert action_of(call("bash", command="ls")) == Action("shell", "ls")
    assert action_of(call("exec_command", cmd="ls")) == Action("shell", "ls")
    assert action_of(call("Write", file_path="a", content="b")) == Action("write", "b", "a")
    assert action_of(call("edit", path="a", oldText="b", newText="c")) == Action("edit", "c", "a", "b")
    assert action_of(call("read", path="a")) is None


def test_what_is_not_known_is_said():
    with pytest.raises(Unsupported, match="teleport"):
        action_of(call("teleport", where="there"))
    with pytest.raises(Unsupported, match="lacks"):
        action_of(call("bash", script_file="a"))


def test_a_write_that_failed_did_nothing():
    failed = RecordedCall("write", {"path": "a", "content": "b"}, failed=True)
    assert actions_of((call("read", path="a"), failed, call("bash", command="ls"))) == (Action("shell", "ls"),)


@pytest.mark.parametrize("operation", ["shell.run", "file.write", "file.edit", "file.read"])
def test_the_tools_of_every_harness_are_known(operation: str):
    for harness in shipped_harnesses().values():
        tool = harness.tool_for(operation)
        if not harness.observed or tool is None:
            continue
        given = {name: "x" for name in tool.arguments.values()} or {"path": "x"}
        with suppress(Unsupported):
            action_of(RecordedCall(tool.name, given))
            continue
        with pytest.raises(Unsupported, match="lacks"):
            action_of(RecordedCall(tool.name, given))
