"""Reading descriptors: the contract that every one keeps, a user's folder, installed packages, bad ones."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from skillrt.errors import InputError, MachineError
from skillrt.targets import (
    Harness,
    descriptors,
    load_harnesses,
    meanings,
    operations,
    operations_by_tool,
    parse_harness,
    plain_api,
    shipped_harnesses,
)

MINIMAL = """name = "mine"
title = "Mine"
date = "2026-01-01"
sources = ["its manual"]
[skills]
project = [".mine/skills"]
user = []
"""
SHIPPED = sorted(shipped_harnesses())
OBSERVED = {"claude-code", "codex", "opencode", "openclaw", "pi", "gemini-cli"}


def test_the_harnesses_that_are_shipped() -> None:
    assert set(SHIPPED) == OBSERVED | {
        "bare",
        "antigravity",
        "cline",
        "cursor",
        "github-copilot",
        "hermes",
        "windsurf",
    }
    assert {name for name in SHIPPED if shipped_harnesses()[name].observed} == OBSERVED | {"bare"}


def test_a_plain_api_can_be_started_and_is_no_harness_to_compile_for() -> None:
    found = plain_api()
    assert found.launch.is_known
    assert (found.tools, found.skills.project, found.skills.user) == ((), (), ())
    assert set(found.launch.base_urls) == set(found.program.dialects)
    assert found.name not in load_harnesses()


@pytest.mark.parametrize("name", SHIPPED)
def test_contract_every_descriptor_says_where_it_comes_from_and_where_skills_go(name: str) -> None:
    harness = shipped_harnesses()[name]
    assert harness.sources
    assert len(harness.date) == 10
    assert harness.skills.user, "install needs a folder"
    assert harness.observed or harness.unknown, "what comes from documentation says what nobody checked"
    assert all(path.startswith("~/") for path in harness.skills.user)
    assert not any(path.startswith(("/", "~")) for path in harness.skills.project)


@pytest.mark.parametrize("name", SHIPPED)
def test_contract_names_are_unique_and_shared_words_exist(name: str) -> None:
    harness = shipped_harnesses()[name]
    names = [word for tool in harness.tools for word in (tool.name, *tool.aliases)]
    assert len(names) == len(set(names))
    assert {tool.operation for tool in harness.tools} <= set(operations())
    assert len({item.path for item in harness.places}) == len(harness.places)
    assert {item.meaning for item in harness.places} <= set(meanings().places)
    assert harness.tool_for("shell.run") is not None, "every one of them runs commands"


@pytest.mark.parametrize("name", sorted(OBSERVED))
def test_contract_an_observed_harness_has_a_program_and_keys(name: str) -> None:
    program = shipped_harnesses()[name].program
    assert program.names
    assert program.keys
    assert program.package


def test_operations_are_all_used_and_speak_plainly() -> None:
    used = {tool.operation for harness in shipped_harnesses().values() for tool in harness.tools}
    assert used | {"mcp.call"} == set(operations()), "that one is offered by servers, not by harnesses"
    for name, item in operations().items():
        assert item.noun, name
        assert item.instruction.endswith("."), name


def test_what_was_observed_of_argument_names() -> None:
    known = shipped_harnesses()
    reads = {name: known[name].tool_for("file.read") for name in OBSERVED}
    assert {name: tool.arguments["path"] for name, tool in reads.items() if tool} == {
        "claude-code": "file_path",
        "opencode": "filePath",
        "openclaw": "path",
        "pi": "path",
        "gemini-cli": "file_path",
    }
    shell = known["codex"].tool_for("shell.run")
    assert shell
    assert (shell.name, shell.arguments["command"]) == ("exec_command", "cmd")


def test_a_descriptor_in_a_users_folder_joins_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "pi.toml").write_text(MINIMAL.replace('"mine"', '"pi"'), encoding="utf-8")
    known = load_harnesses([tmp_path])
    assert known["mine"].skills.project == (".mine/skills",)
    assert known["pi"].title == "Mine"
    assert list(known) == sorted(known)
    assert load_harnesses()["pi"].title == "pi"


@pytest.fixture
def looked_again() -> Iterator[None]:
    """Installed packages are looked through before and after."""
    descriptors.packaged_harnesses.cache_clear()
    yield
    descriptors.packaged_harnesses.cache_clear()


@pytest.mark.usefixtures("looked_again")
def test_a_descriptor_of_an_installed_package_joins(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("mine", "some.package:harness", "skillrt.harnesses")
    monkeypatch.setattr(EntryPoint, "load", lambda self: lambda: parse_harness(MINIMAL, "mine.toml"))
    monkeypatch.setattr(
        "skillrt.config.plugins.entry_points", lambda group: [entry] if group == "skillrt.harnesses" else []
    )
    assert isinstance(load_harnesses()["mine"], Harness)


@pytest.mark.usefixtures("looked_again")
def test_an_entry_point_that_offers_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("mine", "some.package:harness", "skillrt.harnesses")
    monkeypatch.setattr(EntryPoint, "load", lambda self: 3)
    monkeypatch.setattr("skillrt.config.plugins.entry_points", lambda group: [entry])
    with pytest.raises(MachineError, match="offers a int, not a Harness"):
        load_harnesses()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (MINIMAL + "x = = 1\n", 8, "not TOML"),
        (MINIMAL + '[[tools]]\nname = "a"\noperation = "shell.run"\ncolour = "red"\n', 11, "unknown field `colour`"),
        (MINIMAL + '[[tools]]\nname = "a"\noperation = "shell.run"\n[[tools]]\nname = 3\n', 12, "Expected `str`"),
        (MINIMAL + '[[tools]]\nname = "a"\noperation = "shell.walk"\n', 10, "does not exist"),
        (
            MINIMAL + '[[tools]]\nname = "a"\noperation = "shell.run"\narguments = { verse = "x" }\n',
            11,
            "no argument `verse`",
        ),
        (MINIMAL + '[[places]]\npath = ".mine"\nmeaning = "attic"\n', 10, "`attic`, which does not exist"),
        (MINIMAL.replace('"mine"', '"My Own"'), 1, "is no name"),
        (MINIMAL.replace('date = "2026-01-01"\n', ""), 1, "missing required field `date`"),
    ],
)
def test_what_is_wrong_with_a_descriptor_is_shown_at_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_harness(text, "mine.toml")
    (found,) = caught.value.diagnostics
    assert found.code == "target.bad-descriptor"
    assert words in found.message
    assert found.place
    assert (found.place.file, found.place.line) == ("mine.toml", line)


def test_an_unreadable_descriptor_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(InputError, match="cannot be read"):
        load_harnesses([tmp_path])
    (tmp_path / "mine.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    with pytest.raises(InputError, match="1 MiB"):
        load_harnesses([tmp_path])


def test_tools_are_known_by_their_other_names_too():
    found = operations_by_tool(shipped_harnesses())
    for harness in shipped_harnesses().values():
        for tool in harness.tools:
            assert {tool.name, *tool.aliases} <= found.keys()
    assert found["Bash"] == "shell.run"


@pytest.mark.parametrize(
    ("name", "operation"),
    [
        ("TeamDelete", "agent.disband"),
        ("CronDelete", "schedule.review"),
        ("NotebookRead", "file.read"),
        ("file_search", "file.find"),
        ("semantic_search", "code.search"),
        ("StrReplace", "file.edit"),
    ],
)
def test_another_name_stands_for_a_tool_that_does_the_same(name: str, operation: str) -> None:
    assert operations_by_tool(shipped_harnesses())[name] == operation


def test_numbers_and_nesting_that_python_does_not_read_are_no_traceback() -> None:
    with pytest.raises(InputError) as caught:
        parse_harness(f"{MINIMAL}[x]\na = {'9' * 6000}\n", "x.toml")
    assert caught.value.diagnostics[0].message == "this is not TOML: a number in it has too many digits"
    assert str(caught.value.diagnostics[0].place) == "x.toml:9:1"
    with pytest.raises(InputError, match="nested too deeply"):
        parse_harness("a = " + "[" * 100_000, "x.toml")
