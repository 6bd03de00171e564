"""What the products say around a request, in words of their own form; the rest are our words."""

from pathlib import Path

import pytest

from skillrt.gateway.instructions import instructions_digest, told_besides
from skillrt.targets import shipped_harnesses
from skillrt.wire.exchange import Message, Request, Role, Text, ToolCall, ToolResult

TASK = "Add up {csv}."
GIT = (
    "# gitStatus\nThis is the git status at the start of the conversation. A snapshot.\nStatus:\n{csv}\n\n"
    "Recent commits:\n{id} first\nClaude Code attached this context automatically.\n</system-reminder>"
)
# by harness: what it says, with what differs from run to run in braces, and its words with the rules of a project
SAID: dict[str, tuple[list[tuple[Role, str]], list[tuple[Role, str]]]] = {
    "pi": (
        [("system", "Be brief.\nCurrent date: {date}\nCurrent working directory: {folder}"), ("user", TASK)],
        [
            ("system", "Be brief.\n# Project Context\n## {folder}/AGENTS.md\nUse cents.\nCurrent date: {date}"),
            ("user", TASK),
        ],
    ),
    "claude-code": (
        [("system", "Be brief."), ("user", "<system-reminder>\n" + GIT + TASK)],
        [("system", "Be brief."), ("user", "<system-reminder>\nCLAUDE.md: Use cents.\n</system-reminder>" + TASK)],
    ),
    "codex": (
        [("user", "<environment_context>\n<cwd>{folder}</cwd>\n</environment_context>"), ("user", TASK)],
        [("user", "# AGENTS.md instructions for {folder}\nUse cents."), ("user", TASK)],
    ),
    "gemini-cli": (
        [
            (
                "user",
                "<session_context>\nToday is {date}.\nShowing up to 200 items (files + folders).\n\n"
                "{folder}/\n├───{csv}\n└───sub/\n    └───{id}\n\n</session_context>",
            ),
            ("user", TASK),
        ],
        [
            ("user", "<session_context>\n<loaded_context>\nUse cents.\n</loaded_context>\n</session_context>"),
            ("user", TASK),
        ],
    ),
    "openclaw": (
        [
            ("system", "Be brief.\nRuntime: agent=main | session=agent:{id} | host=x"),
            ("user", "[Sun {date} 11:35 UTC] " + TASK + "\n\nRuntime: agent=main | session={id}"),
        ],
        [("system", "Be brief.\n# Project Context\nUse cents."), ("user", TASK)],
    ),
    "opencode": (
        [
            ("system", "Be brief.\n<env>\n  Working directory: {folder}\n  Date: {date}\n</env>"),
            ("user", f'"{TASK}"'),
        ],
        [("system", "Be brief.\nInstructions from: {folder}/AGENTS.md\nUse cents."), ("user", f'"{TASK}"')],
    ),
}
RUNS = (
    {"csv": "sales.csv", "date": "2026-11-22", "id": "0123456789abcdef0"},
    {"csv": "rain.csv", "date": "2027-01-05", "id": "fedcba9876543210f"},
)


def _request(said: list[tuple[Role, str]], **words: str) -> Request:
    messages = (Message(role=role, parts=(Text(text=text.format(**words)),)) for role, text in said)
    return Request(dialect="openai-chat", model="m", messages=tuple(messages))


def _digest(name: str, said: list[tuple[Role, str]], folder: Path, run: dict[str, str]) -> str:
    folder.mkdir(exist_ok=True, parents=True)
    request = _request(said, folder=str(folder), **run)
    return instructions_digest(request, shipped_harnesses()[name], folder)


@pytest.mark.parametrize("name", SAID)
def test_what_differs_from_run_to_run_does_not_count_and_rules_of_a_project_do(name: str, tmp_path: Path):
    plain, ruled = SAID[name]
    folders = (tmp_path / "a b", tmp_path / "deeper/c")
    one, other = (_digest(name, plain, folder, run) for folder, run in zip(folders, RUNS, strict=True))
    assert one == other
    assert _digest(name, ruled, folders[0], RUNS[0]) != one
    assert _digest(name, ruled, folders[0], RUNS[0]) == _digest(name, ruled, folders[1], RUNS[1])


def _plain(folder: Path, ignored: tuple[str, ...] = ()) -> str:
    request = _request([("user", TASK)], csv="x.csv")
    return instructions_digest(request, shipped_harnesses()["pi"], folder, ignored)


@pytest.mark.parametrize("path", ["AGENTS.md", "CLAUDE.md", "GEMINI.md", "part/AGENTS.md", "../AGENTS.md"])
def test_files_with_instructions_count_by_their_bytes(path: str, tmp_path: Path):
    folder = tmp_path / "work"
    (folder / "part").mkdir(parents=True)
    found = {_plain(folder)}
    for text in ("Until 2026-01-01 use cents.", "Until 2027-01-01 use cents."):
        (folder / path).write_text(text)
        found.add(_plain(folder))
    assert len(found) == 3
    beside = tmp_path / "beside/part"
    beside.mkdir(parents=True)
    if path.startswith(".."):
        assert _plain(beside) in found, "deeper in the project it is told the same"


def test_files_that_are_no_instructions_or_lie_where_nobody_looks_do_not_count(tmp_path: Path):
    nothing = _plain(tmp_path)
    (tmp_path / "README.md").write_text("Use cents.")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/AGENTS.md").write_text("Use cents.")
    assert _plain(tmp_path, ("node_modules",)) == nothing
    (tmp_path / "CLAUDE.md").symlink_to(tmp_path / "README.md")
    assert _plain(tmp_path, ("node_modules",)) != nothing


def test_lists_of_skills_blanks_and_what_comes_later_are_left_out():
    traffic = shipped_harnesses()["pi"].traffic
    skills = "<available_skills><skill><name>x</name></skill></available_skills>"
    said = [Message(role="system", parts=(Text(text=f"Be brief.  \n\n{skills}\nEnd."),))]
    said += [Message(role="user", parts=(Text(text="Do it"), Text(text="Be quick\n")))]
    call = ToolCall(id="c1", name="bash", arguments="{}")
    said += [Message(role="assistant", parts=(call,))]
    said += [Message(role="tool", parts=(ToolResult(call="c1", name="bash", content=(Text(text="done"),)),))]
    said += [Message(role="system", parts=(Text(text="Later."),))]
    request = Request(dialect="openai-chat", model="m", messages=tuple(said))
    assert told_besides(request, traffic) == "Be brief.\nEnd."
