from pathlib import Path

from skillrt.profiler.attempts import attempt_of
from skillrt.store.traces import Call, Episode, Turn
from skillrt.targets import shipped_harnesses

OPENCODE = shipped_harnesses()["opencode"]
PLACE = Path("/w/s")


def episode(*turns: Turn, **fields: object) -> Episode:
    return Episode(id="e", run="r", harness="opencode", model="m", prompt="p", started=0, turns=turns, **fields)  # type: ignore[arg-type]


def call(tool: str, arguments: str, **fields: object) -> Call:
    known = OPENCODE.tool(tool)
    return Call(id="1", tool=tool, arguments=arguments, operation=known.operation if known else "", **fields)  # type: ignore[arg-type]


def test_calls_are_told_by_operation_with_neutral_arguments_and_paths_of_the_workspace():
    first = Turn(
        calls=(
            call("read", '{"filePath": "/w/s/in/a.txt", "offset": 3}', result="text"),
            call("bash", '{"command": "ls", "workdir": "/w/s"}', exit=2),
        )
    )
    second = Turn(calls=(call("strange", '{"filePath": "/w/s/x", "deep": {"a": 1}}', is_error=True),))
    found = attempt_of([episode(first, second, final="said")], "", {"a": b"1"}, OPENCODE, PLACE)
    assert (found.answer, found.files) == ("said", {"a": b"1"})
    read, shell, strange = found.calls
    assert (read.operation, read.arguments) == ("file.read", {"path": "in/a.txt", "offset": "3"})
    assert (read.turn, read.result, read.failed) == (0, "text", False)
    assert (shell.operation, shell.arguments, shell.failed) == ("shell.run", {"command": "ls", "workdir": "."}, True)
    assert (strange.operation, strange.turn, strange.failed) == ("", 1, True)
    assert strange.arguments == {"filePath": "/w/s/x", "deep": '{"a": 1}'}


def test_sub_agents_and_answers_that_never_came_are_left_out():
    child = episode(Turn(calls=(call("read", "{}"),)), parent="e")
    asked = episode(Turn(error="overloaded", status=529), Turn(calls=(call("read", "not json"),)))
    found = attempt_of([asked, child], "the answer", {}, OPENCODE, PLACE)
    assert found.answer == "the answer"
    assert [(item.turn, item.arguments) for item in found.calls] == [(0, {})]
