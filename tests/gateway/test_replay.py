import json
from pathlib import Path
from typing import Any

from skillrt.gateway.events import Answer
from skillrt.gateway.replay import Match, Player
from skillrt.gateway.tape import TapeHead, TapeWriter, read_tape
from tests.gateway.sessions import PREFIX, begun, head, policy
from tests.gateway.test_tape import KEY, asked, told

CHAT = "/v1/chat/completions"


def answer(text: str) -> bytes:
    return json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}).encode()


def player(tmp_path: Path, *texts: str, match: Match = "normal", folders: tuple[str, ...] = ()) -> Player:
    path = tmp_path / "tape"
    path.unlink(missing_ok=True)  # what is in a file stays
    writer = TapeWriter(path, TapeHead(folders=("/home/u/old",)))
    for number, text in enumerate(texts):
        writer.hear(told(asked(text), answer(f"answer {number} in /home/u/old")))
    writer.close()
    return Player(read_tape(path), match, folders)


def says(found: Answer) -> Any:
    body = json.loads(found.body)
    return body["error"]["message"] if found.status != 200 else body["choices"][0]["message"]["content"]


def test_the_same_requests_get_the_same_answers_in_any_order(tmp_path: Path):
    play = player(tmp_path, "one", "two at 10:00", f"key {KEY}")
    assert says(play.answer("openai-chat", CHAT, asked("two at 11:30"))).startswith("answer 1")
    assert says(play.answer("openai-chat", CHAT, asked("one"))).startswith("answer 0")
    assert says(play.answer("openai-chat", CHAT, asked(f"key {KEY}"))).startswith("answer 2")
    assert play.misses == []


def test_a_harness_that_tries_again_gets_the_same_answer(tmp_path: Path):
    play = player(tmp_path, "one", "one")
    found = [says(play.answer("openai-chat", CHAT, asked("one"))) for _ in range(3)]
    assert [text[:8] for text in found] == ["answer 0", "answer 1", "answer 1"]


def test_a_mismatch_shows_the_first_block_that_differs(tmp_path: Path):
    play = player(tmp_path, "read the file a.py", "write it")
    remarks: list[str] = []
    play.say = remarks.append
    found = play.answer("openai-chat", CHAT, asked("read the file b.py"))
    assert found.status == 400
    # a remark is a line: what stands in it cannot make another one
    assert [line.split()[0] for line in remarks] == ["replay:", "recorded", "now"]
    assert "number 1" in says(found)
    assert "recorded (message 1, user, text): 'read the file a.py'" in says(found)
    assert "now (message 1, user, text): 'read the file b.py'" in says(found)
    assert len(play.misses) == 1


def test_strict_and_order(tmp_path: Path):
    strict = player(tmp_path, "at 10:00", match="strict")
    assert strict.answer("openai-chat", CHAT, asked("at 11:30")).status == 400
    assert strict.answer("openai-chat", CHAT, asked("at 10:00")).status == 200
    order = player(tmp_path, "one", "two", match="order")
    found = [order.answer("openai-chat", CHAT, asked("whatever")) for _ in range(3)]
    assert [item.status for item in found] == [200, 200, 400]
    assert "no further request" in order.misses[0]


def test_a_folder_that_moved_moves_in_the_answers(tmp_path: Path):
    play = player(tmp_path, "look into /home/u/old/src", folders=("/home/u/new",))
    found = play.answer("openai-chat", CHAT, asked("look into /home/u/new/src"))
    assert says(found) == "answer 0 in /home/u/new"


def test_other_dialects_and_what_is_not_understood(tmp_path: Path):
    play = player(tmp_path, "one")
    assert play.answer("openai-chat", CHAT, b"{").status == 400
    body = json.dumps({"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "one"}]}).encode()
    found = play.answer("anthropic-messages", "/v1/messages", body)
    assert json.loads(found.body)["type"] == "error"


def test_a_session_that_replays_asks_no_provider(tmp_path: Path):
    rules = policy(replay=player(tmp_path, "one"))
    session, actions = begun(rules, asked("one"))
    assert isinstance(actions[-1], Answer)
    assert actions[-1].status == 200
    account = session.account()
    assert (account.ending, account.spoken, account.attempts) == ("whole", "openai-chat", ())
    _, actions = begun(rules, b"", head(f"{PREFIX}/v1/models", "GET"))
    assert isinstance(actions[-1], Answer)
    assert actions[-1].status == 404
