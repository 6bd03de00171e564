import json
import os
from pathlib import Path

import msgspec
import pytest

from skillrt.gateway.acting import Came
from skillrt.jit.learn import Workshop
from skillrt.jit.live.acting import Act
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.state import Kept
from skillrt.wire.exchange import Request, Response, Text
from tests.gateway.jobs import EVERY_WAY, REQUEST, TABLE, Talk, agent, named, promoted_template, wait
from tests.upstream.answers import call, say


@pytest.fixture(scope="module")
def kept(workshop: Workshop) -> Kept:
    return promoted_template(workshop)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "boats.csv").write_text(TABLE)
    return tmp_path


def never(_: Request) -> Response:
    raise AssertionError("a model was asked")


def model(request: Request) -> Response:
    """A model that does the job itself, in one command, whatever was done before."""
    said = msgspec.json.encode(request.messages).decode()
    if "done by the model" in said:
        return say("All done, total 5.75.")
    return say(call("sh", line="echo '{\"total\": 5.75}' > boats.json; echo done by the model"))


def total(folder: Path) -> object:
    return json.loads((folder / "boats.json").read_bytes())


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_a_job_that_is_known_asks_no_model(folder: Path, kept: Kept, talk: Talk):
    done = wait(agent(folder, REQUEST, (kept,), never, talk))
    assert total(folder) == {"total": 5.75}
    assert "boats.json" in done.final
    assert done.upstream.received == []
    id = kept.template.id
    assert done.jit == [f"act {id}", f"answer {id}"]
    assert {account.ending for account in done.accounts} == {"served-here"}
    assert done.acting.came == Came(id)
    assert done.acting.handed_over == ""


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_a_tool_that_fails_gives_the_work_to_the_model(folder: Path, kept: Kept, talk: Talk):
    talk = msgspec.structs.replace(talk, meddle=lambda line: "command not allowed" if "skillrt" in line else None)
    done = wait(agent(folder, REQUEST, (kept,), model, talk))
    assert total(folder) == {"total": 5.75}
    assert "All done" in done.final
    assert [one.refused for one in done.upstream.received] == ["", ""]
    assert done.jit[:2] == [f"act {kept.template.id}", f"hand-over {kept.template.id}: the command did not succeed"]
    assert done.acting.handed_over == "the command did not succeed"
    first, second = (one.request for one in done.upstream.received)
    assert first is not None
    assert second is not None
    assert "command not allowed" in msgspec.json.encode(first.messages).decode()
    assert msgspec.json.encode(second.messages[: len(first.messages)]) == msgspec.json.encode(first.messages)


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_a_result_that_is_not_as_expected_gives_the_work_to_the_model(folder: Path, kept: Kept, talk: Talk):
    def spoiled(line: str) -> str | None:
        (folder / "other.txt").write_text("somebody wrote this meanwhile")
        return None

    done = wait(agent(folder, REQUEST, (kept,), model, msgspec.structs.replace(talk, meddle=spoiled)))
    assert "All done" in done.final
    assert all(one.refused == "" for one in done.upstream.received)
    assert "`other.txt` was written" in done.jit[1]


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
def test_a_conversation_goes_on_after_an_answer_of_ours(folder: Path, kept: Kept, talk: Talk):
    talk = msgspec.structs.replace(talk, more=("And which boat is the longest?", "Thanks"))
    done = wait(agent(folder, REQUEST, (kept,), lambda _: say("It is b."), talk))
    assert done.final == "It is b."
    assert [one.refused for one in done.upstream.received] == ["", ""]
    first, second = (one.request for one in done.upstream.received)
    assert first is not None
    assert second is not None
    said = msgspec.json.encode(first.messages).decode()
    assert "boats.json" in said
    assert "[skillrt" not in said
    assert msgspec.json.encode(second.messages[: len(first.messages)]) == msgspec.json.encode(first.messages)


OFF = {
    "an input is missing": (lambda folder: os.remove(folder / "boats.csv"), REQUEST),
    "the header is another": (lambda folder: (folder / "boats.csv").write_text("name,width\na,2\n"), REQUEST),
    "the column holds words": (lambda folder: (folder / "boats.csv").write_text("name,length\na,long\n"), REQUEST),
    "the output is there": (lambda folder: (folder / "boats.json").write_text("{}"), REQUEST),
    "the request has a twist": (lambda folder: None, REQUEST + " and also e-mail it"),
    "a path leads out": (lambda folder: None, REQUEST.replace("boats.json", "../boats.json")),
}


@pytest.mark.parametrize("talk", EVERY_WAY, ids=named)
@pytest.mark.parametrize("why", OFF)
def test_whatever_is_off_the_model_is_asked_at_once(folder: Path, kept: Kept, talk: Talk, why: str):
    change, request = OFF[why]
    change(folder)
    done = wait(agent(folder, request, (kept,), model, talk))
    assert "All done" in done.final
    assert done.jit == [done.said_of(kept), ""]
    assert (kept.template.id in done.acting.unused) == (why != "the request has a twist")
    assert len(done.upstream.received) == 2
    assert all(one.refused == "" for one in done.upstream.received)
    assert total(folder) == {"total": 5.75}
    assert not (folder.parent / "boats.json").exists()


OTHERWISE = {
    "in shadow": ({"state": "shadow"}, {}, True),
    "demoted": ({"state": "demoted"}, {}, False),
    "another skill": ({}, {"conditions": Conditions({"sums": "digest-2"}, "python 3")}, True),
    "another Python": ({}, {"conditions": Conditions({"sums": "digest-1"}, "python 4")}, True),
    "the skill is not there": ({}, {"conditions": Conditions({}, "python 3")}, False),
    "off": ({}, {"mode": "off"}, False),
    "shadow": ({}, {"mode": "shadow"}, True),
    "another task": ({}, {"task": "something else"}, False),
}


@pytest.mark.parametrize("why", OTHERWISE)
def test_only_what_is_promoted_under_what_holds_here_acts(folder: Path, kept: Kept, why: str):
    changed, setting, predicts = OTHERWISE[why]
    heard: list[tuple[Act, ...]] = []
    item = msgspec.structs.replace(kept, **changed)
    done = wait(agent(folder, REQUEST, (item,), model, Talk(), predicted=heard.append, **setting))
    id = kept.template.id
    said = "\n".join(filter(None, (f"predict {id}" if predicts else "", done.said_of(item))))
    assert done.jit == [said, ""]
    assert bool(done.acting.unused) == (why in ("another skill", "another Python", "the skill is not there"))
    assert [act.template for acts in heard for act in acts] == ([id] if predicts else [])
    assert (done.acting.millis >= 0) == (why not in ("off", "another task"))


@pytest.mark.parametrize(
    "name",
    ["a b.csv", "it's.csv", "$(touch owned).csv", "`touch owned`.csv", "-n.csv", "a;touch owned;.csv", "ü.csv"],
)
@pytest.mark.parametrize("quote", ["", '"', "`"])
def test_names_are_never_code(folder: Path, kept: Kept, name: str, quote: str):
    (folder / name).write_text(TABLE)
    request = REQUEST.replace("boats.csv", f"{quote}{name}{quote}")
    done = wait(agent(folder, request, (kept,), model, Talk()))
    assert total(folder) == {"total": 5.75}
    assert not (folder / "owned").exists()
    assert all(one.refused == "" for one in done.upstream.received)


def test_what_the_harness_says_beside_is_left_alone(folder: Path, kept: Kept):
    done = wait(agent(folder, REQUEST, (kept,), lambda _: say("a title"), Talk(), task="another task"))
    assert done.messages[-1].parts == (Text(text="a title"),)


HELD = {
    "the output is there": (lambda folder: (folder / "boats.json").write_text("{}"), "already there"),
    "the input is missing": (lambda folder: os.remove(folder / "boats.csv"), "not as before: not there"),
}


@pytest.mark.parametrize("mode", ["on", "shadow"])
@pytest.mark.parametrize("why", HELD)
def test_what_holds_a_template_back_is_told(folder: Path, kept: Kept, why: str, mode: str):
    change, words = HELD[why]
    change(folder)
    done = wait(agent(folder, REQUEST, (kept,), model, Talk(), mode=mode))
    assert done.jit == [done.said_of(kept) if mode == "on" else "", ""]
    assert words in done.acting.held_back[kept.template.id]
    assert bool(done.acting.unused) == (mode == "on"), "in shadow nobody waits for it"


PROJECT = "Every total in a JSON file must be in cents."


@pytest.mark.parametrize("talk", EVERY_WAY[::4], ids=named)
@pytest.mark.parametrize("where", ["the system prompt", "the folder"])
def test_under_other_standing_instructions_the_model_is_asked(folder: Path, kept: Kept, talk: Talk, where: str):
    ask = {"never": never, "model": model}
    first = wait(agent(folder, REQUEST, (kept,), ask["never"], talk))
    known = msgspec.structs.replace(kept, instructions={first.acting.instructions: 3})
    os.remove(folder / "boats.json")
    again = wait(agent(folder, REQUEST, (known,), ask["never"], talk))
    assert again.acting.came == Came(kept.template.id)
    os.remove(folder / "boats.json")
    if where == "the folder":
        (folder / "AGENTS.md").write_text(PROJECT)
    else:
        talk = msgspec.structs.replace(talk, system=f"You are an agent.\n\n{PROJECT}")
    done = wait(agent(folder, REQUEST, (known,), ask["model"], talk))
    id = kept.template.id
    assert done.jit[0].splitlines() == [f"predict {id}", f"held-back {id}: {done.acting.unused[id]}"]
    assert "standing instructions" in done.acting.unused[id]
    assert done.acting.instructions != first.acting.instructions
    assert len(done.upstream.received) == 2


def test_a_rehearsal_changes_nothing(folder: Path, kept: Kept):
    done = wait(agent(folder, REQUEST, (kept,), never, Talk()))
    done.acting.rehearse()
    os.remove(folder / "boats.json")
    before = sorted(path.name for path in folder.iterdir())
    done.acting.rehearse()
    assert sorted(path.name for path in folder.iterdir()) == before
