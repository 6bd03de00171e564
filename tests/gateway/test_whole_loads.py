import json
from collections.abc import Sequence

from skillrt.gateway.whole_loads import Copy, Put, with_other_bodies
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Message, Part, Request, Text, ToolCall, ToolResult

OLD = "---\nname: greet\ndescription: d\n---\n\n# Greet\n\nSay hello, then run `/in/greet/scripts/a.sh`.\n"
NEW = "---\nname: greet\ndescription: d\n---\n\n# Greet\n\nRun `/new/greet/scripts/b.sh`.\n"
COPY = Copy("greet", ("/in/greet",), OLD)
PUT = Put(NEW, "/new/greet", frozenset({"SKILL.md", "scripts/a.sh", "scripts/b.sh"}))
BODY = OLD.partition("---\n\n")[2].strip()
BODY_PUT = NEW.partition("---\n\n")[2].strip()


def _request(*parts: Part, call: ToolCall | None = None) -> Request:
    before = (Message(role="assistant", parts=(call,)),) if call else ()
    return Request(dialect="anthropic-messages", model="m", messages=(*before, Message(role="user", parts=parts)))


def _fitted(request: Request, harness: str, copies: Sequence[Copy] = (COPY,)) -> str | None:
    found = with_other_bodies(request, shipped_harnesses()[harness], copies, lambda _: PUT)
    if found is None:
        return None
    part = found.messages[-1].parts[-1]
    if isinstance(part, ToolResult):
        part = part.content[0]
    assert isinstance(part, Text)
    return part.text


def _result(text: str, tool: str, harness: str, **arguments: object) -> str | None:
    call = ToolCall(id="c", name=tool, arguments=json.dumps(arguments))
    return _fitted(_request(ToolResult(call="c", content=(Text(text=text),)), call=call), harness)


def test_a_file_that_is_read_as_a_whole():
    assert _result(OLD, "read", "pi", path="/in/greet/SKILL.md") == NEW
    numbered = "".join(f"{at:>6}\t{line}\n" for at, line in enumerate(OLD.splitlines(), 1))
    shown = _result(numbered + "\nend", "Read", "claude-code", file_path="/in/greet/SKILL.md")
    assert shown == "".join(f"{at:>6}\t{line}\n" for at, line in enumerate(NEW.splitlines(), 1)) + "\nend"


def test_partial_reads_stay():
    assert _result(OLD[:-12], "read", "pi", path="/in/greet/SKILL.md") is None
    assert _result(OLD[40:60], "read", "pi", path="/in/greet/SKILL.md", offset=3) is None
    part = "".join(f"{at:>6}\t{line}\n" for at, line in list(enumerate(OLD.splitlines(), 1))[3:])
    assert _result(part, "Read", "claude-code", file_path="/in/greet/SKILL.md", offset=4) is None


def test_the_same_text_out_of_another_file_stays():
    assert _result(OLD, "read", "pi", path="/home/me/src/greet/SKILL.md") is None
    assert _result(OLD, "bash", "pi", command="cat /other/in/greet/SKILL.md") is None
    assert _result(OLD, "bash", "pi", command="cat /in/greet-two/SKILL.md") is None


def test_a_command_that_shows_it():
    shown = _result(f"Output:\n{OLD}", "exec_command", "codex", cmd="cd / && cat '/in/greet/SKILL.md'")
    assert shown == f"Output:\n{NEW}"


def test_what_the_skill_tool_gives_with_its_folder():
    text = (
        f'<skill_content name="greet">\n# Skill: greet\n\n{BODY}\n\nBase directory for this skill: /in/greet\n'
        "<file>/in/greet/scripts/a.sh</file>\n<file>/in/greet/scripts/only-old.sh</file>\n</skill_content>"
    )
    assert _result(text, "skill", "opencode", name="greet") == (
        f'<skill_content name="greet">\n# Skill: greet\n\n{BODY_PUT}\n\nBase directory for this skill: /new/greet\n'
        "<file>/new/greet/scripts/a.sh</file>\n<file>/in/greet/scripts/only-old.sh</file>\n</skill_content>"
    )
    assert _result(text, "skill", "opencode", name="other") is None


def test_what_the_harness_puts_into_a_text_of_the_user():
    text = f"Base directory for this skill: /in/greet\n\n{BODY}\n\nARGUMENTS: Ada"
    assert _fitted(_request(Text(text=text)), "claude-code") == (
        f"Base directory for this skill: /new/greet\n\n{BODY_PUT}\n\nARGUMENTS: Ada"
    )
    skill = f"<skill>\n<name>greet</name>\n<path>/in/greet/SKILL.md</path>\n{OLD}</skill>"
    assert _fitted(_request(Text(text=skill)), "codex") == (
        f"<skill>\n<name>greet</name>\n<path>/new/greet/SKILL.md</path>\n{NEW}</skill>"
    )


def test_what_the_user_or_the_model_wrote_stays():
    assert _fitted(_request(Text(text=f"What is wrong with this?\n{BODY}")), "claude-code") is None
    call = ToolCall(id="c", name="Write", arguments=json.dumps({"file_path": "/in/greet/SKILL.md", "content": OLD}))
    said = Message(role="assistant", parts=(Text(text=f"/in/greet\n\n{BODY}"), call))
    request = Request(dialect="anthropic-messages", model="m", messages=(said,))
    assert with_other_bodies(request, shipped_harnesses()["claude-code"], [COPY], lambda _: PUT) is None


def test_loaded_twice_it_is_put_in_twice():
    text = f"/in/greet\n\n{BODY}\n\nand again\n\n{BODY}\n"
    assert _fitted(_request(Text(text=text)), "claude-code") == (
        f"/new/greet\n\n{BODY_PUT}\n\nand again\n\n{BODY_PUT}\n"
    )


def test_where_there_is_nothing_to_put_in_it_stays():
    request = _request(Text(text=f"/in/greet\n\n{BODY}"))
    assert with_other_bodies(request, shipped_harnesses()["claude-code"], [COPY], lambda _: None) is None
    assert _fitted(request, "claude-code", [Copy("greet", ("/in/greet",), "---\nname: greet\n---\n")]) is None
