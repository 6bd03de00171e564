import itertools
import json
from pathlib import Path

import msgspec
import pytest

from skillrt.gateway.acting import Came
from skillrt.gateway.assembly.items import items_of
from skillrt.gateway.midway import only_looked
from skillrt.jit.learn import Workshop
from skillrt.jit.live.acting import Act
from skillrt.jit.state import Kept
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Message, Request, Response, Text, ToolCall, ToolResult
from tests.gateway.jobs import EVERY_WAY, REQUEST, TABLE, Talk, agent, named, promoted_template, wait
from tests.upstream.answers import call, say

CLAUDE = shipped_harnesses()["claude-code"]


@pytest.fixture(scope="module")
def kept(workshop: Workshop) -> Kept:
    return msgspec.structs.replace(promoted_template(workshop), midway=3)


def _talk(folder: Path, talk: Talk, *, refuses: bool = False) -> Talk:
    """The file comes while the model looks; with `refuses` the harness does not run the template's command."""

    def meddle(line: str) -> str | None:
        if not (folder / "boats.csv").exists():
            (folder / "boats.csv").write_text(TABLE)
        return "command not allowed" if refuses and "skillrt" in line else None

    return msgspec.structs.replace(talk, meddle=meddle)


def _model(first: str = "ls -l"):
    def answer(request: Request) -> Response:
        said = msgspec.json.encode(request.messages).decode()
        if "done by the model" in said:
            return say("All done, total 5.75.")
        if first not in said:
            return say(call("sh", line=first))
        return say(call("sh", line="echo '{\"total\": 5.75}' > boats.json; echo done by the model"))

    return answer


def _total(folder: Path) -> object:
    return json.loads((folder / "boats.json").read_bytes())


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_after_turns_that_only_looked_it_takes_over(tmp_path: Path, kept: Kept, talk: Talk):
    done = wait(agent(tmp_path, REQUEST, (kept,), _model(), _talk(tmp_path, talk), midway=True))
    assert _total(tmp_path) == {"total": 5.75}
    assert len(done.upstream.received) == 1
    held = f"held-back {kept.template.id}: {NOT_AS_BEFORE}"
    assert done.jit == [held, f"act {kept.template.id}", f"answer {kept.template.id}"]
    assert done.acting.came == Came(kept.template.id)
    assert done.acting.midway
    assert "boats.json" in done.final


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_where_it_fails_then_the_model_goes_on_with_a_history_that_is_taken(tmp_path: Path, kept: Kept, talk: Talk):
    talk = msgspec.structs.replace(_talk(tmp_path, talk, refuses=True), more=("Thanks",))
    done = wait(agent(tmp_path, REQUEST, (kept,), _model(), talk, midway=True))
    assert _total(tmp_path) == {"total": 5.75}
    assert [one.refused for one in done.upstream.received] == [""] * 4
    assert done.acting.handed_over == "the command did not succeed"
    requests = [one.request for one in done.upstream.received if one.request is not None]
    for one, other in itertools.pairwise(requests):
        assert msgspec.json.encode(other.messages[: len(one.messages)]) == msgspec.json.encode(one.messages)
    assert all("[skillrt" not in msgspec.json.encode(item.messages).decode() for item in requests)
    assert "command not allowed" in msgspec.json.encode(requests[1].messages).decode()


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_a_conversation_goes_on_after_it(tmp_path: Path, kept: Kept, talk: Talk):
    talk = msgspec.structs.replace(_talk(tmp_path, talk), more=("And now?", "Thanks"))

    def model(request: Request) -> Response:
        said = msgspec.json.encode(request.messages).decode()
        return say("Nothing more.") if "And now?" in said else say(call("sh", line="ls -l"))

    done = wait(agent(tmp_path, REQUEST, (kept,), model, talk, midway=True))
    assert done.final == "Nothing more."
    assert [one.refused for one in done.upstream.received] == [""] * 3


NOT_AS_BEFORE = (
    "what the request names is not as before: not there, already there, of another kind or said in another way"
)
NOT = {
    "it is not wanted there": ({}, {"midway": False}, "ls -l"),
    "it was not right there often enough": ({"midway": 2}, {}, "ls -l"),
    "it was wrong there twice": ({"midway_wrong": 2}, {}, "ls -l"),
    "something was done": ({}, {}, "mkdir -p new"),
    "something may have been done": ({}, {}, "ls -l; xxd a b"),
    "nobody knows what it does": ({}, {}, "curl http://127.0.0.1:9/x"),
}


@pytest.mark.parametrize("why", NOT)
def test_elsewhere_the_model_goes_on(tmp_path: Path, kept: Kept, why: str):
    changed, setting, first = NOT[why]
    heard: list[tuple[Act, ...]] = []
    item = msgspec.structs.replace(kept, **changed)
    settings = {"midway": True, "predicted": heard.append, **setting}
    done = wait(agent(tmp_path, REQUEST, (item,), _model(first), _talk(tmp_path, Talk()), **settings))
    assert "All done" in done.final
    predicts = bool(changed)
    id = kept.template.id
    later = f"predict {id}\nheld-back {id}: it was not right 3 times in the middle of a run" if predicts else ""
    assert done.jit == [f"held-back {id}: {NOT_AS_BEFORE}", later, ""]
    assert len(heard) == predicts
    assert done.acting.midway == predicts


def _looked(*messages: Message) -> bool:
    request = Request(dialect="openai-chat", model="m", messages=messages)
    return only_looked(items_of(request, CLAUDE.traffic), CLAUDE, ("Do it",))


def _made(name: str, arguments: str, result: str = "x") -> tuple[Message, ...]:
    made = ToolCall(id=f"c{len(arguments)}", name=name, arguments=arguments)
    back = ToolResult(call=made.id, name=name, content=(Text(text=result),))
    return Message(role="assistant", parts=(made,)), Message(role="tool", parts=(back,))


def test_what_only_looks():
    user = Message(role="user", parts=(Text(text="Do it"),))
    read = _made("Read", '{"file_path": "a.txt"}')
    ran = _made("Bash", '{"command": "head -3 a.csv && wc -l a.csv"}')
    assert _looked(user, *read, *ran)
    assert not _looked(user)
    assert not _looked(user, *read, user)
    assert not _looked(user, *read[:1])
    assert not _looked(Message(role="user", parts=(Text(text="Do more"),)), *read)
    for name, arguments in (
        ("Bash", '{"command": "ls > a.txt"}'),
        ("Bash", '{"command": "cat $(rm a.txt)"}'),
        ("Bash", '{"command": "for x in a; do ls; done; python3 x.py"}'),
        ("Bash", "{}"),
        ("Write", '{"file_path": "a.txt", "content": ""}'),
        ("Task", '{"prompt": "x"}'),
        ("mcp__mail__send", "{}"),
    ):
        assert not _looked(user, *read, *_made(name, arguments)), arguments
    assert not _looked(user, *[item for _ in range(13) for item in read])


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_a_part_is_done_and_the_model_does_the_rest(tmp_path: Path, kept: Kept, talk: Talk):
    (tmp_path / "boats.csv").write_text(TABLE)

    def model(request: Request) -> Response:
        said = msgspec.json.encode(request.messages).decode()
        assert "This part of the request is done" in said
        assert "`boats.json`" in said
        if "done by the model" in said:
            return say("The notes are written, too.")
        return say(call("sh", line="echo fine > notes.md; echo done by the model"))

    template = msgspec.structs.replace(kept.template, partial=True)
    item = msgspec.structs.replace(kept, template=template)
    talk = msgspec.structs.replace(talk, more=("Thanks",))
    done = wait(agent(tmp_path, REQUEST, (item,), model, talk, midway=True))
    assert _total(tmp_path) == {"total": 5.75}
    assert (tmp_path / "notes.md").read_text() == "fine\n"
    assert done.jit[:2] == [f"act {template.id}", f"part {template.id}"]
    assert [one.refused for one in done.upstream.received] == [""] * 3
    assert done.acting.came == Came(template.id)
    assert (done.acting.handed_over, list(done.acting.part)) == ("", ["boats.json"])
    requests = [one.request for one in done.upstream.received if one.request is not None]
    for one, other in itertools.pairwise(requests):
        assert msgspec.json.encode(other.messages[: len(one.messages)]) == msgspec.json.encode(one.messages)


def test_a_part_after_turns_that_only_looked(tmp_path: Path, kept: Kept):
    item = msgspec.structs.replace(kept, template=msgspec.structs.replace(kept.template, partial=True))
    talk = _talk(tmp_path, Talk("anthropic-messages", thinking=True))

    def model(request: Request) -> Response:
        said = msgspec.json.encode(request.messages).decode()
        return say("Good.") if "This part" in said else say(call("sh", line="ls -l"))

    done = wait(agent(tmp_path, REQUEST, (item,), model, talk, midway=True))
    held = f"held-back {item.template.id}: {NOT_AS_BEFORE}"
    assert done.jit == [held, f"act {item.template.id}", f"part {item.template.id}"]
    assert [one.refused for one in done.upstream.received] == ["", ""]
    assert done.final == "Good."


def test_where_parts_are_not_wanted_there_are_none(tmp_path: Path, kept: Kept):
    (tmp_path / "boats.csv").write_text(TABLE)
    item = msgspec.structs.replace(kept, template=msgspec.structs.replace(kept.template, partial=True))
    done = wait(agent(tmp_path, REQUEST, (item,), _model(), Talk()))
    assert set(done.jit) == {""}
