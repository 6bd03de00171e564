import json
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from skillrt.gateway.assembly.skills import Listed
from skillrt.jit.learn import Workshop
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.state import learnt, promoted_by_hand, read_kept, under
from skillrt.runs.interpreter import interpreter_of
from skillrt.runs.watching import watch
from skillrt.runs.watching.spool import claim
from skillrt.store.templates import Templates
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Message, Request, ToolCall
from tests.gateway.jobs import REQUEST, TABLE
from tests.jit.conftest import replayer, sandbox, sums, workshop
from tests.runs.watching.agent import BASH, PI, Talk, calls, given, keep, request, user
from tests.upstream.answers import say

__all__ = ["replayer", "sandbox", "sums", "workshop"]
CALL = calls("ls")


def _place(folder: Path) -> Path:
    work = folder / "some" / "work"
    work.mkdir(parents=True)
    (work / "boats.csv").write_text(TABLE)
    return work


def _later(work: Path, task: str = "Do it.", *more: Message) -> Request:
    return request(work, user(task), Message(role="assistant", parts=(CALL,)), given(CALL, "boats.csv"), *more)


def _until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 5
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_session_from_its_first_request_to_its_answer(tmp_path: Path):
    talk, work = Talk(tmp_path), _place(tmp_path)
    _, first = talk.ask(request(work, user("Do it.")), say("I look.", CALL))
    _, title = talk.ask(request(work, user("A title for: Do it."), tools=()))
    _, last = talk.ask(_later(work))
    assert first.run
    assert (first.run, first.run.harness) == (last.run, "pi")
    assert title.run is None
    _until(lambda: talk.ended)
    (folder,) = talk.ended
    record = claim(folder)
    assert record
    assert (record.run, record.workspace, record.final) == (first.run.name, str(work), "Done.")
    _, more = talk.ask(_later(work, "Do it.", Message(role="assistant", parts=say("Done.").parts), user("And now?")))
    assert more.run is None, "what comes after is a conversation of its own"


@pytest.mark.parametrize(
    ("folder", "why"), [("", "do not say which folder"), ("/no/such/place", "not on this machine")]
)
def test_where_the_folder_is_not_known_the_trace_says_why(folder: str, why: str, tmp_path: Path):
    talk = Talk(tmp_path)
    taken, account = talk.ask(request(folder, user("Do it.")))
    assert (taken.answer, taken.body) == (None, None)
    assert account.jit == taken.jit
    assert taken.jit.startswith("off: ")
    assert why in taken.jit
    assert account.run is None


def test_without_the_token_nothing_is_looked_at(tmp_path: Path):
    talk, work = Talk(tmp_path), _place(tmp_path)
    taken, account = talk.ask(request(work, user("Do it.")), keyed=False)
    assert (taken.jit, account.run) == ("", None)


def test_two_in_one_folder_teach_nothing(tmp_path: Path):
    talk, work = Talk(tmp_path), _place(tmp_path)
    talk.ask(request(work, user("Do it.")), say("I look.", CALL))
    (work / "sub").mkdir()
    taken, _ = talk.ask(request(work / "sub", user("Do that.")))
    assert taken.jit == "off: another session works in the same folder"
    talk.ask(_later(work))
    _until(lambda: not list(talk.spool.root.glob("*/before")))
    assert talk.ended == []
    taken, again = talk.ask(request(work, user("Do that.")))
    assert (taken.jit, again.run is None) == ("", False), "the next one can be watched again"


def test_a_session_that_was_given_up_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    talk, work = Talk(tmp_path), _place(tmp_path)
    talk.ask(request(work, user("Do it.")), say("I look.", CALL))
    monkeypatch.setattr(watch, "_SILENT", 0.0)
    _, other = talk.ask(request(work, user("Do that.")), say("I look.", CALL))
    assert other.run
    assert [path.name for path in talk.spool.root.iterdir() if path.is_dir()] == [other.run.name]


def test_a_client_that_goes_while_it_is_looked_at_leaves_nothing(tmp_path: Path):
    talk, work = Talk(tmp_path), _place(tmp_path)
    begun, let_go = threading.Event(), threading.Event()
    original = watch.unfit_place

    def slow(*given: object) -> str:
        begun.set()
        let_go.wait(5)
        return original(*given)  # pyright: ignore[reportArgumentType]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watch, "unfit_place", slow)
        thread = threading.Thread(target=talk.ask, args=(request(work, user("Do it.")),))
        thread.start()
        begun.wait(5)
        (headers,) = [seen.headers for seen in talk.watch._seen.values()]
        talk.watch._seen.clear()  # as `heard` does
        assert headers
        let_go.set()
        thread.join()
    assert talk.watch._seen == {}
    (session,) = talk.watch._sessions.values()
    assert session.busy == 0


def _keep(talk: Talk, workshop: Workshop, work: Path, *, state: str) -> str:
    """A template that knows `REQUEST`, as it is observed in pi here; its id."""
    (template,) = workshop.learn().templates
    skill = work / ".pi/skills/sums"
    skill.mkdir(parents=True)
    (skill / "SKILL.md").write_text("---\nname: sums\n---\nSum.\n")
    found = interpreter_of(work, talk.watch._look.variables)
    assert found
    skills = watch.skill_digests([Listed("sums", str(skill / "SKILL.md"))], PI, work, None)
    now = Conditions(skills, f"pi python {found.program} {found.digest}").of(template, BASH)
    assert now
    kept = under(learnt(template), now)
    keep(talk.folder / "data", promoted_by_hand(kept) if state == "promoted" else kept)
    return template.id


def _asked(work: Path, *more: Message) -> Request:
    place = f"{work}/.pi/skills/sums/SKILL.md"
    skill = f"<skill><name>sums</name><location>{place}</location></skill>"
    listing = f"<available_skills>{skill}</available_skills>"
    first = request(work, user(REQUEST), *more)
    system = Message(role="system", parts=(*first.messages[0].parts, *user(listing).parts))
    return Request(dialect="openai-chat", model="m-1", messages=(system, *first.messages[1:]), tools=(BASH,))


def test_a_promoted_template_answers(tmp_path: Path, workshop: Workshop):
    talk, work = Talk(tmp_path), _place(tmp_path)
    name = _keep(talk, workshop, work, state="promoted")
    taken, account = talk.ask(_asked(work))
    assert taken.jit == f"act {name}"
    assert taken.answer
    assert account.run
    (call,) = codec("openai-chat").decode_response(taken.answer.body, 200).parts
    assert isinstance(call, ToolCall)
    again, _ = talk.ask(_asked(work))
    assert again.answer == taken.answer, "sent again, it is answered again"
    command = json.loads(call.arguments)["command"]
    done = subprocess.run(["bash", "-c", command], cwd=work, capture_output=True, text=True, check=True)
    taken, _ = talk.ask(_asked(work, Message(role="assistant", parts=(call,)), given(call, done.stdout)))
    assert taken.jit == f"answer {name}"
    _until(lambda: talk.ended)
    record = claim(talk.ended[0])
    assert record
    assert (record.acted, record.why, record.known, record.copied) == (name, "", True, False)
    assert record.skills.keys() == {"sums"}
    assert json.loads((work / "boats.json").read_text())
    # the conversation goes on: no provider sees what was made here
    answer = Message(role="assistant", parts=say(record.final).parts)
    messages = (Message(role="assistant", parts=(call,)), given(call, done.stdout), answer, user("And now?"))
    taken, _ = talk.ask(_asked(work, *messages))
    assert taken.body
    assert b"[skillrt" not in taken.body


@pytest.mark.parametrize("mode", ["shadow", "on"])
def test_in_shadow_it_is_predicted(mode: str, tmp_path: Path, workshop: Workshop):
    talk, work = Talk(tmp_path, mode), _place(tmp_path)
    name = _keep(talk, workshop, work, state="shadow" if mode == "on" else "promoted")
    taken, _ = talk.ask(_asked(work), say("I look.", CALL))
    assert (taken.jit, taken.answer) == (f"predict {name}", None)
    (work / "boats.json").write_text("{}")
    talk.ask(_asked(work, Message(role="assistant", parts=(CALL,)), given(CALL, "boats.csv")))
    _until(lambda: talk.ended)
    record = claim(talk.ended[0])
    assert record
    assert [item.template.id for item in record.predicted] == [name]
    assert (talk.ended[0] / "before/boats.csv").read_text() == TABLE
    assert not (talk.ended[0] / "before/boats.json").exists()


def test_why_a_promoted_template_did_not_act_is_said_once(tmp_path: Path, workshop: Workshop):
    talk, work = Talk(tmp_path), _place(tmp_path)
    name = _keep(talk, workshop, work, state="promoted")
    (work / "boats.csv").write_text("name,length\na,long\n")
    for _ in range(2):
        taken, _ = talk.ask(_asked(work), say("I do nothing."))
        assert taken.jit.startswith(f"held-back {name}: ")
        _until(lambda: talk.ended)
        talk.ended.clear()
    assert len(talk.said) == 1
    assert talk.said[0].startswith(f"template {name} did not act: `boats.csv` is not as seen before")


def test_standing_instructions_that_are_new_leave_it_to_the_model(tmp_path: Path, workshop: Workshop):
    talk, work = Talk(tmp_path), _place(tmp_path)
    name = _keep(talk, workshop, work, state="promoted")
    store = Templates(tmp_path / "data")
    kept = read_kept(store, name)
    store.write(name, msgspec.json.encode(msgspec.structs.replace(kept, instructions={"0" * 16: 3})))
    taken, _ = talk.ask(_asked(work), say("I do nothing."))
    assert taken.jit.startswith(f"predict {name}\nheld-back {name}: the standing instructions")
    _until(lambda: talk.ended)
    record = claim(talk.ended[0])
    assert record
    assert len(record.instructions) == 16


def test_what_cannot_be_read_goes_on(tmp_path: Path):
    talk = Talk(tmp_path)
    talk.watch._sessions = None  # pyright: ignore[reportAttributeAccessIssue]
    taken, account = talk.ask(request(_place(tmp_path), user("Do it.")))
    assert (taken.jit, taken.answer, account.run) == ("", None, None)
