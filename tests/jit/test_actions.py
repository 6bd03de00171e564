from contextlib import suppress

import pytest

from skillrt.jit.actions import Action, Unsupported, actions_of, actions_of_call
from skillrt.jit.recorded import RecordedCall
from skillrt.targets import shipped_harnesses


def call(tool: str, **arguments: str) -> RecordedCall:
    return RecordedCall(tool, dict(arguments))


def test_tools_of_any_product_are_known_by_name_and_arguments():
    assert actions_of_call(call("bash", command="ls")) == (Action("shell", "ls"),)
    assert actions_of_call(call("exec_command", cmd="ls")) == (Action("shell", "ls"),)
    assert actions_of_call(call("Write", file_path="a", content="b")) == (Action("write", "b", "a"),)
    assert actions_of_call(call("edit", path="a", oldText="b", newText="c")) == (Action("edit", "c", "a", "b"),)
    assert actions_of_call(call("read", path="a")) == ()


def test_what_is_not_known_is_said():
    with pytest.raises(Unsupported, match="teleport"):
        actions_of_call(call("teleport", where="there"))
    with pytest.raises(Unsupported, match="lacks"):
        actions_of_call(call("bash", script_file="a"))


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
            actions_of_call(RecordedCall(tool.name, given))
            continue
        with pytest.raises(Unsupported, match="lacks"):
            actions_of_call(RecordedCall(tool.name, given))
