from pathlib import Path

import msgspec

from skillrt.runs.watching.first import ask_of
from skillrt.runs.watching.spool import Spool, claim
from skillrt.runs.watching.watched import Standing, Watched
from skillrt.targets import shipped_harnesses
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Message, Request, Response, WireError
from tests.runs.watching.agent import PATH, calls, given, head, request, user
from tests.upstream.answers import say

CALL = calls("echo new > new.txt")


def _ask(asked: Request):
    body = codec("openai-chat").encode_request(asked).body
    found = ask_of("openai-chat", PATH, body, head(), asked, shipped_harnesses())
    assert found
    return found


def _watched(folder: Path) -> tuple[Watched, Path]:
    work = folder / "work"
    work.mkdir()
    (work / "a.txt").write_text("old")
    (work / "b.txt").write_text("old")
    watched = Watched(_ask(request(work, user("Do it."))), work.resolve(), Spool(folder / "data"))
    taken = watched.begin(lambda: Standing(workspace=work, ignored=(".git",)), "on", print)
    assert (taken.answer, taken.body, taken.jit) == (None, None, "")
    watched.busy = 0
    return watched, work


def _later(work: Path, *more: Message) -> Request:
    return request(work, user("Do it."), Message(role="assistant", parts=(CALL,)), given(CALL, ""), *more)


def test_what_it_did_lies_in_the_spool(tmp_path: Path):
    watched, work = _watched(tmp_path)
    (work / "new.txt").write_text("new")
    (work / "a.txt").unlink()
    watched.take(_ask(_later(work)))
    assert watched.ended(say("All done."), "m-1")
    assert watched.state == "ended"
    record = claim(watched.folder)
    assert record
    assert (record.run, record.task, record.final, record.model) == (watched.run.name, "Do it.", "All done.", "m-1")
    assert (record.gone, record.copied, record.known, record.acted) == (("a.txt",), True, False, "")
    kept = {path.relative_to(watched.folder).as_posix() for path in watched.folder.rglob("*.txt")}
    assert kept == {"before/a.txt", "before/b.txt", "after/new.txt"}
    assert not watched.ended(say("Again."), "m-1"), "it ends once"


def test_what_is_no_end(tmp_path: Path):
    watched, _ = _watched(tmp_path)
    cut = msgspec.structs.replace(say("All"), stop="length")
    for response in (
        None,
        say("I look.", CALL),
        say(""),
        cut,
        Response(dialect="openai-chat", error=WireError(message="no")),
    ):
        assert not watched.ended(response, "m-1")
    watched.busy = 1
    assert not watched.ended(say("The sub-agent goes on."), "m-1")
    watched.busy = 0
    assert watched.ended(say("Done."), "m-1")


def test_where_the_user_says_more_nothing_is_learnt(tmp_path: Path):
    watched, work = _watched(tmp_path)
    watched.take(_ask(_later(work, user("And that."))))
    assert not watched.ended(say("Done."), "m-1")
    assert watched.state == "dropped"


def test_sub_agents_are_not_the_main_one(tmp_path: Path):
    watched, work = _watched(tmp_path)
    main = _ask(_later(work))
    assert watched.is_main(main)
    assert not watched.is_main(msgspec.structs.replace(main, is_child=True))
    assert not watched.is_main(msgspec.structs.replace(main, agent="another"))
