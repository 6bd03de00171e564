import pytest

from skillrt.gateway.assembly.skills import Listed, injected_in, listed_skills, loaded_by
from skillrt.store.traces import Call
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Message, Request, Text
from tests.gateway.assembly.six import SIX
from tests.gateway.assembly.talk import request_of

PAPER = [Listed("paper", "/w/skills/paper/SKILL.md"), Listed("clay", "/w/skills/clay/SKILL.md")]


@pytest.mark.parametrize("name", SIX)
def test_the_list_of_each_harness(name: str):
    record = SIX[name]().sent[-1]
    listed = listed_skills(request_of(record), shipped_harnesses()[name].traffic)
    assert [item.name for item in listed] == ["paper", "clay"]


def test_the_list_in_a_later_system_message_without_its_tag():
    text = "The following skills are available for use with the Skill tool:\n\n- a-b: One.\n- plug:c: Two: more.\nSo."
    request = Request(
        dialect="anthropic-messages", model="m", messages=(Message(role="system", parts=(Text(text=text),)),)
    )
    assert listed_skills(request, shipped_harnesses()["claude-code"].traffic) == [Listed("a-b"), Listed("plug:c")]


def _call(operation: str, arguments: str, **given) -> Call:
    return Call(
        id="1", tool={"skill.load": "Skill"}.get(operation, "x"), arguments=arguments, operation=operation, **given
    )


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (_call("skill.load", '{"skill":"paper"}'), ["paper"]),
        (_call("skill.load", '{"skill":"paper"}', is_error=True), []),
        (_call("skill.load", '{"skill":"paper"}', answered=False), []),
        (_call("skill.load", "{}"), []),
        (_call("file.read", '{"path":"/w/skills/clay/SKILL.md"}'), ["clay"]),
        (_call("file.read", '{"path":"/elsewhere/paper/SKILL.md"}'), ["paper"]),
        (_call("file.read", '{"path":"/w/skills/paper/notes.md"}'), []),
        (_call("shell.run", '{"cmd":"cat r0/paper/SKILL.md; cat r0/clay/SKILL.md"}'), ["paper", "clay"]),
        (_call("file.write", '{"path":"/w/skills/paper/SKILL.md"}'), []),
        (_call("file.read", '{"path":"/w/skills/unlisted/SKILL.md"}'), []),
    ],
)
def test_what_a_call_loads(call: Call, names: list[str]):
    assert loaded_by(call, PAPER, shipped_harnesses()["claude-code"]) == names


@pytest.mark.parametrize(
    ("harness", "text"),
    [
        ("claude-code", "<command-message>paper</command-message>\n<command-name>/paper</command-name>"),
        ("codex", "<skill>\n<name>paper</name>\n<path>/x</path>"),
        ("pi", '<skill name="paper" location="/x">'),
    ],
)
def test_what_the_user_names_is_put_in(harness: str, text: str):
    request = Request(dialect="openai-chat", model="m", messages=(Message(role="user", parts=(Text(text=text),)),))
    assert injected_in(request, PAPER, shipped_harnesses()[harness].traffic) == ["paper"]
    assert injected_in(request, PAPER, shipped_harnesses()["gemini-cli"].traffic) == []
