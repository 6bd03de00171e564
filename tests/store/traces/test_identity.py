import pytest

from skillrt.store.traces.identity import harness_of_program, identified
from tests.store.traces.samples import asked, recorded, user

CLAUDE = {"user-agent": "claude-cli/2.1", "x-claude-code-session-id": "s"}
CODEX = {"user-agent": "codex_exec/1", "session-id": "s", "thread-id": "t"}
CHILD = {"user-agent": "opencode/1", "x-session-id": "c", "x-parent-session-id": "s"}


def _record(headers: dict[str, str], system: str = "You are an agent."):
    return recorded(1, asked(user("x"), system=system), harness="", headers=tuple(headers.items()))


@pytest.mark.parametrize(
    ("headers", "system", "found"),
    [
        ({"User-Agent": "claude-cli/2.1 (x)", "X-Claude-Code-Session-Id": "s"}, "", ("claude-code", "s", "", "")),
        (CLAUDE | {"x-claude-code-agent-id": "a"}, "", ("claude-code", "s", "a", "")),
        (CODEX | {"x-codex-parent-thread-id": "p"}, "", ("codex", "s", "t", "p")),
        ({"user-agent": "opencode/1", "x-session-id": "s"}, "", ("opencode", "s", "s", "")),
        (CHILD, "", ("opencode", "s", "c", "s")),
        ({"user-agent": "OpenAI/JS 6"}, "x operating inside pi, a coding agent harness", ("pi", "", "", "")),
        ({"user-agent": "OpenAI/JS 7"}, "x running inside OpenClaw", ("openclaw", "", "", "")),
        ({"user-agent": "GeminiCLI-tui/0.6"}, "", ("gemini-cli", "", "", "")),
        ({"user-agent": "curl/8"}, "", ("", "", "", "")),
        ({}, "", ("", "", "", "")),
    ],
)  # fmt: skip
def test_who_sent_it(headers: dict[str, str], system: str, found: tuple[str, ...]):
    record = identified(_record(headers, system))
    assert (record.harness, record.session, record.agent, record.parent_agent) == found


def test_what_the_gateway_knows_stays():
    record = recorded(harness="codex", session="mine", headers=(("session-id", "s"), ("thread-id", "t")))
    found = identified(record)
    assert (found.session, found.agent) == ("mine", "t")


def test_a_prompt_that_was_met_before_says_the_same():
    prompt = "x running inside OpenClaw"
    assert [identified(_record({"user-agent": "a"}, prompt)).harness for _ in range(2)] == ["openclaw", "openclaw"]
    assert identified(_record({"user-agent": "a"}, "x" * 300_000 + prompt)).harness == "openclaw"
    assert identified(_record({"user-agent": "a"}, prompt), {}).harness == ""


def test_a_client_says_which_harness_it_is():
    assert [harness_of_program(name) for name in ("codex_exec/1", "OpenAI/JS 6", "")] == ["codex", "", ""]
