from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from skillrt.gateway.events import RequestHead
from skillrt.runs.watching.first import Ask, ask_of
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Media, Message, Request, Text
from tests.runs.watching.agent import PATH, calls, given, request, user


def _ask(asked: Request, headers: Mapping[str, str]) -> Ask | None:
    head = RequestHead(now=0.0, method="POST", target=PATH, headers=tuple(headers.items()))
    return ask_of("openai-chat", PATH, b"", head, asked, shipped_harnesses())


def _of(asked: Request, **headers: str) -> Ask:
    found = _ask(asked, {name.replace("_", "-"): value for name, value in headers.items()})
    assert found
    return found


def test_by_its_first_words_where_it_has_no_id():
    first = _of(request("/w", user("Sum it.")))
    assert (first.harness.name, first.task, first.is_first, first.is_child) == ("pi", "Sum it.", True, False)
    call = calls("ls")
    later = _of(request("/w", user("Sum it."), Message(role="assistant", parts=(call,)), given(call, "a.csv")))
    assert later.key == first.key
    assert (later.is_first, later.task, later.texts) == (False, "", 1)
    assert _of(request("/w", user("Count it."))).key != first.key


def test_by_the_harnesss_own_id():
    claude = {"User-Agent": "claude-cli/2.1", "X-Claude-Code-Session-Id": "s1"}
    main = _of(request("", user("Sum it.")), **claude)
    assert main.key == ("claude-code", "s1")
    assert not main.is_child
    child = _of(request("", user("Look.")), **claude, X_Claude_Code_Agent_Id="a1")
    assert (child.key, child.is_child) == (main.key, True)
    opencode = {"User-Agent": "opencode/1.18", "X-Session-Id": "c"}
    assert not _of(request("", user("Sum.")), **opencode).is_child
    nested = _of(request("", user("Sum.")), **opencode, X_Parent_Session_Id="p")
    assert (nested.key, nested.is_child) == (("opencode", "p"), True)


def test_what_is_beside_the_work_or_unknown_is_none():
    assert _ask(request("/w", user("A title"), tools=()), {}) is None
    unknown = msgspec.structs.replace(request("/w"), messages=(user("Hello"),))
    assert _ask(unknown, {"User-Agent": "curl/8"}) is None


@pytest.mark.parametrize("more", [Text(text="And that."), Media(media_type="image/png", data="AA==")])
def test_a_request_of_several_parts_is_no_task(more: Text | Media, tmp_path: Path):
    both = Message(role="user", parts=(Text(text="Sum it."), more))
    found = _of(request(tmp_path, both))
    assert (found.is_first, found.task) == (True, "")
