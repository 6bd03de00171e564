"""The same piece of work as each of six harnesses would send it: a skill is loaded, two commands run at once, an
answer; then the user says that it is wrong, and it is done again."""

import json
from collections.abc import Callable

from tests.gateway.assembly.talk import Talk, lines, tags

ASK = "Use the paper skill to fold a crane into crane.txt"
AGAIN = "That is not right, the wings are missing. Please fold it again."
BODY = "# Paper\nFold along `edge`."
FOLD, LOOK = "python fold.py crane > crane.txt", "ls -l"


def _work(talk: Talk, first: list, load: tuple, shell: tuple[str, str], again: list, **quirks) -> Talk:
    """`first` and `again` are the entries of the two user messages, `load` the call that loads the skill with its
    result, `shell` the tool and its argument for commands."""
    tool, argument = shell
    fold = ("call_2", tool, json.dumps({argument: FOLD}))
    look = ("call_3", tool, json.dumps({argument: LOOK}))
    back: Callable[[str], str] = quirks.get("back", lambda id: id)
    tail: Callable[[int], list] = quirks.get("tail", lambda number: [])
    history = list(first)
    name, arguments, result, *beside = load
    talk.send([*history, *tail(1)], "", [("call_1", name, arguments)])
    history += [
        ("assistant", "", [(back("call_1"), name, arguments)]),
        ("results", [(back("call_1"), name, result, False)], *beside),
    ]
    talk.send([*history, *tail(2)], "Now I fold.", [fold, look])
    history.append(("assistant", "Now I fold. ", [(back(fold[0]), *fold[1:]), (back(look[0]), *look[1:])]))
    history.append(("results", [(back(fold[0]), tool, "folded", False), (back(look[0]), tool, "crane.txt", False)]))
    talk.send([*history, *tail(3)], "The crane is in crane.txt.")
    history += [("assistant", "The crane is in crane.txt.", []), *again]
    talk.send([*history, *tail(4)], "", [("call_4", tool, json.dumps({argument: FOLD}))])
    history += [
        ("assistant", "", [(back("call_4"), tool, json.dumps({argument: FOLD}))]),
        ("results", [(back("call_4"), tool, "Traceback: no wings", True)]),
    ]
    talk.send([*history, *tail(5)], "Done, with wings.")
    return talk


def claude_code() -> Talk:
    talk = Talk(
        "anthropic-messages",
        headers={"User-Agent": "claude-cli/2.1.330 (external, sdk-cli)", "X-Claude-Code-Session-Id": "s-1"},
        tools=("Bash", "Read", "Skill", "Agent"),
    )
    listing = f"The following skills are available for use with the Skill tool:\n\n{lines()}"
    reminder = f"<system-reminder>\n{listing}\n</system-reminder>"
    first = [
        ("system", "You are an agent."),
        ("user", ["<system-reminder>Today is Monday.</system-reminder>", reminder, ASK]),
    ]
    beside = f"Base directory for this skill: /home/u/.claude/skills/paper\n\n{BODY}"
    load = ("Skill", '{"skill":"paper"}', "Launching skill: paper", beside)
    return _work(
        talk, first, load, ("Bash", "command"), [("user", [AGAIN, "<system-reminder>Be brief.</system-reminder>"])]
    )


def codex() -> Talk:
    talk = Talk(
        "openai-responses",
        model="gpt-5.1-codex",
        headers={"user-agent": "codex_exec/0.169.0 (linux)", "session-id": "s-1", "thread-id": "t-1"},
        tools=("exec_command", "spawn_agent"),
    )
    entries = lines(" (file: r0/{}/SKILL.md)")
    listing = f"<skills_instructions>\n## Skills\n### Available skills\n{entries}\n</skills_instructions>"
    first = [
        ("system", "You are an agent."),
        ("system", listing),
        ("user", ["<environment_context>\n<cwd>/home/u/w</cwd>\n</environment_context>"]),
        ("user", [ASK]),
    ]
    load = (
        "exec_command",
        '{"cmd":"cat /home/u/w/.agents/skills/paper/SKILL.md"}',
        f"Process exited with code 0\nOutput:\n{BODY}",
    )
    return _work(talk, first, load, ("exec_command", "cmd"), [("user", [AGAIN])])


def opencode() -> Talk:
    talk = Talk(
        "openai-chat",
        headers={"User-Agent": "opencode/1.18.33 ai-sdk", "x-session-id": "ses_1", "x-session-affinity": "ses_1"},
        tools=("bash", "read", "skill", "task"),
    )
    talk.send(
        [
            ("system", "You are a title generator. You output ONLY a thread title."),
            ("user", f"Generate a title:\n{ASK}"),
        ],
        "Paper crane",
        tools=(),
    )
    first = [("system", f"You are an agent.\n{tags()}"), ("user", f'"{ASK}"')]
    load = ("skill", '{"name":"paper"}', f'<skill_content name="paper">\n{BODY}\n</skill_content>')
    return _work(talk, first, load, ("bash", "command"), [("user", f'"{AGAIN}"')])


def pi() -> Talk:
    talk = Talk("openai-chat", headers={"User-Agent": "OpenAI/JS 6.26.0"}, tools=("read", "bash", "edit", "write"))
    first = [("system", f"You are operating inside pi, a coding agent harness.\n{tags()}"), ("user", ASK)]
    load = ("read", '{"path":"/home/u/w/.agents/skills/paper/SKILL.md"}', f"---\nname: paper\n---\n{BODY}")
    return _work(talk, first, load, ("bash", "command"), [("user", AGAIN)])


def openclaw() -> Talk:
    talk = Talk(
        "openai-chat",
        headers={"User-Agent": "OpenAI/JS 7.15.0", "traceparent": "00-1-1-00"},
        tools=("read", "exec", "tool_call"),
    )
    system = f"You are running inside OpenClaw.\n<!-- openclaw:attempt:STABLE -->\n{tags('/home/u/w/skills')}"
    runtime = "\n\nRuntime: agent=main | session=agent:main:explicit:1 | sessionId=1"

    def said(text: str) -> tuple:
        return ("user", f"[Sun 2026-11-22 11:35 UTC] {text}{runtime}")

    def tail(number: int) -> list:
        inner = f"<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\nrequest {number}\n<<<END_OPENCLAW_INTERNAL_CONTEXT>>>"
        return [("user", inner)]

    load = ("read", '{"path":"/home/u/w/skills/paper/SKILL.md"}', f"---\nname: paper\n---\n{BODY}")
    return _work(
        talk, [("system", system), said(ASK)], load, ("exec", "command"), [said(AGAIN)],
        back=lambda id: id.replace("_", ""), tail=tail,
    )  # fmt: skip


def gemini_cli() -> Talk:
    talk = Talk(
        "gemini",
        model="gemini-2.5-pro",
        headers={"User-Agent": "GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux)"},
        tools=("run_shell_command", "read_file", "activate_skill", "invoke_agent"),
    )
    first = [
        ("system", f"You are an agent.\n# Available Agent Skills\n{tags()}"),
        ("user", "<session_context>\nToday is Monday.\n</session_context>"),
        ("user", ASK),
    ]
    load = ("activate_skill", '{"name":"paper"}', f'<activated_skill name="paper">\n{BODY}\n</activated_skill>')
    return _work(talk, first, load, ("run_shell_command", "command"), [("user", AGAIN)])


SIX = {
    "claude-code": claude_code,
    "codex": codex,
    "opencode": opencode,
    "pi": pi,
    "openclaw": openclaw,
    "gemini-cli": gemini_cli,
}
