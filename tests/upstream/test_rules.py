"""Each rule is broken once, and each history that keeps them all passes."""

import re

import msgspec
import pytest

from skillrt.wire.dialects import codec
from skillrt.wire.exchange import (
    Dialect,
    Extra,
    Message,
    Part,
    Request,
    Role,
    Settings,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
)
from tests.upstream.answers import as_provider, call, say, signature_of
from tests.upstream.rules import CHECKS, DATA, RULES, Memory, refusal

ROLES: dict[Dialect, Role] = {
    "anthropic-messages": "user",
    "gemini": "user",
    "openai-chat": "tool",
    "openai-responses": "tool",
}
SIGNED = Thinking(text="hm", signature=signature_of("hm"))


def result(identity: str, name: str = "ls") -> ToolResult:
    return ToolResult(call=identity, name=name, content=(Text(text="a.txt"),))


def made(identity: str, signature: str = "") -> ToolCall:
    return ToolCall(id=identity, name="ls", arguments="{}", signature=signature)


def asked(dialect: Dialect, *turns: tuple[Part, ...], thinking: str | None = None, **extra: object) -> Request:
    """A history: the user asks, then turns of the assistant's and of results."""
    messages = [Message(role="user", parts=(Text(text="list"),))]
    for parts in turns:
        theirs = any(isinstance(part, ToolResult | Text) for part in parts[:1]) and not isinstance(
            parts[-1], ToolCall
        )
        role: Role = ROLES[dialect] if isinstance(parts[0], ToolResult) else ("user" if theirs else "assistant")
        messages.append(Message(role=role, parts=parts))
    kept = tuple(Extra(key=key, json=msgspec.json.encode(value).decode()) for key, value in extra.items())
    return Request(
        dialect=dialect, model="m", messages=tuple(messages), settings=Settings(thinking=thinking), extra=kept
    )


def broken(request: Request, memory: Memory | None = None) -> list[str]:
    return [name for name, _ in CHECKS[request.dialect](request, memory or Memory())]


def item(kind: str, **members: object) -> Part:
    body = {"model": "m", "input": [{"type": kind, **members}]}
    request = codec("openai-responses").decode_request(msgspec.json.encode(body), "/responses")
    return request.messages[0].parts[0]


A: Dialect = "anthropic-messages"
R: Dialect = "openai-responses"
G: Dialect = "gemini"
C: Dialect = "openai-chat"
SIGN = signature_of("ls")
BREACHES: list[tuple[Request, list[str]]] = [
    (asked(A, (made("c"),), (result("c"),), thinking="budget:1024"), ["anthropic.thinking-first"]),
    (asked(A, (Text(text="ok"), made("c")), (result("c"),), thinking="on"), ["anthropic.thinking-first"]),
    (asked(A, (Thinking(text="hm", signature="x"), made("c")), (result("c"),)), ["anthropic.signature"]),
    (asked(A, (made("c"), made("d")), (result("c"),)), ["anthropic.results-follow"]),
    (asked(A, (made("c"),), (Text(text="wait"), result("c"))), ["anthropic.results-follow"]),
    (
        asked(A, (made("c"), made("d")), (result("c"),), (result("d"),)),
        ["anthropic.results-follow", "anthropic.result-without-call"],
    ),
    (asked(A, (made("c"),)), ["anthropic.results-follow"]),
    (asked(A, (result("c"),)), ["anthropic.result-without-call"]),
    (asked(R, previous_response_id="resp_x"), ["responses.previous"]),
    (asked(R, (item("item_reference", id="rs_x"),)), ["responses.item"]),
    (asked(R, (result("c"),)), ["responses.output-without-call"]),
    (asked(R, (made("c"),)), ["responses.call-without-output"]),
    (asked(R, (Thinking(id="rs_1", hidden="sig-1"),)), ["responses.reasoning-alone"]),
    (asked(R, (Thinking(id="rs_1", hidden="gAAA"), made("c")), (result("c"),)), ["responses.encrypted"]),
    (asked(G, (made("c"),), (result("c"),)), ["gemini.signature"]),
    (asked(G, (made("c", "x"),), (result("c"),)), ["gemini.signature-other"]),
    (asked(G, (made("c", SIGN), made("d")), (result("c"),)), ["gemini.responses-follow"]),
    (
        asked(G, (made("c", SIGN),), (made("d", SIGN),), (result("c"), result("d"))),
        ["gemini.responses-follow", "gemini.calls-in-one", "gemini.responses-follow"],
    ),
    (asked(G, (result("c"),)), ["gemini.response-without-call"]),
    (asked(C, (made("c"), made("d")), (result("c"),)), ["chat.results-follow"]),
    (
        asked(C, (made("c"),), (Text(text="wait"),), (result("c"),)),
        ["chat.results-follow", "chat.result-without-call"],
    ),
    (asked(C, (made("c"),), (result("x"),)), ["chat.result-without-call", "chat.results-follow"]),
]


@pytest.mark.parametrize(("request_", "rules"), BREACHES)
def test_a_breach_is_found(request_: Request, rules: list[str]) -> None:
    assert broken(request_) == rules
    error = refusal(request_, Memory())
    assert error is not None
    assert (error.status, error.type) == (RULES[rules[0]].status, RULES[rules[0]].type)
    assert "{" not in error.message


def test_every_rule_is_broken_here_and_has_a_source_and_a_date() -> None:
    assert {name for _, rules in BREACHES for name in rules} == set(RULES)
    assert all(rule.source for rule in RULES.values())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", DATA["date"])


@pytest.mark.parametrize(
    "request_",
    [
        asked(A, (SIGNED, made("c"), made("d")), (result("c"), result("d"), Text(text="and?")), thinking="on"),
        asked(A, (made("c"),), (result("c"),), (SIGNED, made("d")), (result("d"),), thinking="on"),
        asked(A, (Thinking(hidden="redacted"), made("c")), (result("c"),), thinking="on"),
        asked(A, (made("c"),), (result("c"),)),
        asked(R, (Thinking(id="rs_1", hidden="sig-1"), made("c"), made("d")), (result("c"),), (result("d"),)),
        asked(G, (made("c", SIGN), made("d")), (result("c"), result("d")), (made("e", SIGN),), (result("e"),)),
        asked(G, (made("c", "skip_thought_signature_validator"),), (result("c"),)),
        asked(G, (made("c"),), (result("c"),), (Text(text="done"),)),
        asked(C, (made("c"), made("d")), (result("d"),), (result("c"),)),
    ],
)
def test_what_keeps_the_rules_passes(request_: Request) -> None:
    assert broken(request_) == []


def test_signatures_of_earlier_turns_are_not_looked_at() -> None:
    request = asked(G, (made("c"),), (result("c"),))
    more = (*request.messages, Message(role="assistant", parts=(Text(text="done"),)), request.messages[0])
    assert broken(msgspec.structs.replace(request, messages=more)) == []


@pytest.mark.parametrize("dialect", sorted(ROLES))
def test_what_this_upstream_says_itself_passes(dialect: Dialect) -> None:
    request = asked(dialect, thinking="on")
    turn = as_provider(say("Reading.", call("ls"), call("ls")), request)
    calls = [part.id for part in turn.parts if isinstance(part, ToolCall)]
    given = tuple(result(identity) for identity in calls)
    answers = [Message(role=ROLES[dialect], parts=given)]
    if ROLES[dialect] == "tool":
        answers = [Message(role="tool", parts=(one,)) for one in given]
    history = (*request.messages, Message(role="assistant", parts=turn.parts), *answers)
    assert broken(msgspec.structs.replace(request, messages=history)) == []


def test_what_is_kept_can_be_referred_to() -> None:
    memory = Memory()
    first = asked(R)
    turn = as_provider(msgspec.structs.replace(say(call("ls", id="c")), id="resp_1"), first)
    memory.keep(first, turn)
    answer = Request(
        dialect=R,
        model="m",
        messages=(Message(role="tool", parts=(result("c"),)),),
        extra=(Extra(key="previous_response_id", json='"resp_1"'),),
    )
    assert broken(answer, memory) == []
    forgetful = Memory()
    forgetful.keep(asked(R, store=False), turn)
    assert broken(answer, forgetful) == ["responses.previous", "responses.output-without-call"]
