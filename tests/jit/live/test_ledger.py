import json

import pytest

from skillrt.jit.live.ledger import Ledger, command_in, mark_of_call
from skillrt.wire.exchange import ToolCall
from tests.jit.live.talks import made_call, made_command


def test_a_call_is_known_by_its_mark_whatever_its_id():
    command = made_command()
    call = made_call(command, id="changed-by-the-harness")
    assert mark_of_call(call) == command.mark
    assert command_in(call) == command.text
    free = ToolCall(id="1", name="shell", arguments=command.text, kind="custom")
    assert mark_of_call(free) == command.mark


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "{",
        "[1]",
        '"x"',
        json.dumps({"command": "ls"}),
        json.dumps({"command": "echo '[skillrt' '0123456789abcdef]'"}),
    ],
)
def test_other_calls_have_none(arguments: str):
    assert mark_of_call(ToolCall(id="1", name="bash", arguments=arguments)) == ""


def test_what_was_told_first_stays():
    ledger = Ledger()
    assert ledger.told("m", "1", "long result") == "long result"
    assert ledger.told("m", "1", "short") == "long result"
    assert ledger.final("m") == ""
    ledger.answered("m", " Saved.\n")
    assert ledger.final("m") == "Saved."
