from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.comparing.widened import is_run, is_sure, is_written, told_by_commands, widened, written_of
from skillrt.contracts.lines import (
    CommandLine,
    Effect,
    Fact,
    HostLine,
    NeedLine,
    PathLine,
    ProgramLine,
    StartLine,
    ToolLine,
    VariableLine,
    WriteLine,
    key_of,
)
from skillrt.errors import Place


def told(before: list[Fact], after: list[Fact]) -> list[str]:
    old, new = ({key_of(fact): fact for fact in facts} for facts in (before, after))
    difference = Difference(old, new, {key: Place("SKILL.md", 9) for key in new})
    found = widened(difference, list(difference.altered()))
    return [f"{item.severity}: {item.message} [{item.code.removeprefix('lock.')}]" for item in found]


def command(name: str, effect: Effect = "any", *, named: bool = False, shown: bool = False) -> CommandLine:
    return CommandLine(skill="a", name=name, effect=effect, named=named, shown=shown)


def need(name: str, kind: str = "python", *, required: bool = True) -> NeedLine:
    return NeedLine(skill="a", kind=kind, name=name, required=required)  # type: ignore[arg-type]


def test_commands_stand_in_one_message_but_for_those_that_change_something_outside():
    after: list[Fact] = [command("git add", "writes"), command("git push", "outside"), command("make test", "tests")]
    assert told([], after) == [
        "error: now runs `git push`, which changes something outside the workspace [command-added]",
        "error: now runs `git add` and `make test` [command-added]",
    ]


def test_commands_of_other_documents_are_shown():
    push, add = command("git push", "outside", shown=True), command("git add", shown=True)
    assert told([], [push, add]) == [
        "warning: its documents now show `git push`, which changes something outside the workspace [command-added]",
        "note: its documents now show the command `git add` [command-added]",
    ]
    assert told([add], [command("git add")]) == [
        "note: now runs `git add`, which its text had before [command-added]"
    ]
    assert told([command("git add")], [add]) == []


def test_what_is_needed_and_what_is_named():
    after: list[Fact] = [need("x"), need("y", "node"), need("jira", "service"), need("z", required=False)]
    assert told([], after) == [
        "error: now needs the Python package `x` and the npm package `y` [need-added]",
        "warning: now names the Python package `z` and the service `jira` [need-added]",
    ]
    assert told([need("z", required=False)], [need("z")]) == []


def test_a_program_that_is_run_is_told_by_its_command():
    assert told([], [command("git push", "outside"), need("git", "system")])[1:] == []
    assert told_by_commands(iter([command("jq", named=True)])) == {("jq", False)}


def test_hosts_paths_and_tools_stand_in_one_message_each():
    after: list[Fact] = [
        HostLine(skill="a", name="x.io"),
        HostLine(skill="a", name="y.io"),
        WriteLine(skill="a", path="a.md", where="workspace"),
        WriteLine(skill="a", path="b.md", where="workspace"),
        WriteLine(skill="a", path="c.md", where="workspace", shown=True),
        WriteLine(skill="a", path="~/d", where="outside", shown=True),
        ToolLine(skill="a", name="Edit", operation="file.edit"),
        ToolLine(skill="a", name="Read", operation="file.read"),
    ]
    assert told([], after) == [
        "error: now names the hosts `x.io` and `y.io` in code or a command [host-added]",
        "note: now writes `a.md` and `b.md` [write-added]",
        "warning: now shows code that writes `~/d`, outside the workspace [writes-outside]",
        "note: now shows code that writes `c.md` [write-added]",
        "warning: now names the tools `Edit` and `Read` [tool-added]",
    ]


def test_an_address_of_the_text_that_code_shows_now_is_not_new():
    mentioned = HostLine(skill="a", name="x.io", called=False)
    assert told([mentioned], [HostLine(skill="a", name="x.io", shown=True)]) == []
    assert told([mentioned], [HostLine(skill="a", name="x.io")]) != []


def test_what_counts_as_sure_and_as_run():
    assert is_sure(need("x"))
    assert not is_sure(need("jira", "service"))
    assert is_run(command("x"))
    assert not is_run(command("x", named=True))
    assert not is_run(None)


def test_what_the_text_had_before_is_not_new():
    after: list[Fact] = [
        command("git push", "outside"),
        command("jq", named=True),
        need("x"),
        need("y", required=False),
        VariableLine(skill="a", name="KEY", required=True),
        HostLine(skill="a", name="x.io"),
        WriteLine(skill="a", path="a.md", where="workspace"),
        ToolLine(skill="a", name="Read"),
        StartLine(skill="a", name="a.py"),
    ]
    new = {key_of(fact): fact for fact in after}
    difference = Difference({}, new, {}, had=frozenset(new))
    assert [item.message for item in widened(difference, list(difference.altered()))] == [
        "now asks for the Python package `x`, which its text had before",
        "now runs `git push`, which its text had before",
    ]


def test_tools_that_the_front_matter_allows_now():
    named, allowed = (ToolLine(skill="a", name="Read", allowed=listed) for listed in (False, True))
    message = ["warning: `allowed-tools` now lists `Read` [tool-added]"]
    assert told([], [allowed]) == told([named], [allowed]) == message
    assert told([allowed], [named]) == []


def test_scripts_that_are_started_but_for_those_that_came():
    start = StartLine(skill="a", name="send.py")
    assert told([], [start, StartLine(skill="a", name="x.sh", shown=True)]) == [
        "warning: now starts the script `send.py` (not among its files) [command-added]",
        "note: now names the script `x.sh` [command-added]",
    ]
    assert told([], [start, ProgramLine(skill="a", path="scripts/send.py", digest="0" * 16)]) == []


def test_a_path_that_begins_one_that_is_written_is_told_once():
    written = written_of([WriteLine(skill="a", path="~/.tool/.backup.*.json", where="outside")])
    assert is_written(PathLine(skill="a", path="~/.tool/.backup"), written)
    assert not is_written(PathLine(skill="a", path="~/.tool"), written)


def test_a_command_that_goes_by_more_of_its_words_now_is_not_new():
    old, new = (CommandLine(skill="a", name=name, effect="any") for name in ("avr auth", "avr auth status"))
    difference = Difference({key_of(old): old}, {key_of(new): new}, {}, had=frozenset({key_of(new)}))
    assert list(widened(difference, list(difference.altered()))) == []


def test_what_agents_load_is_a_warning():
    paths = ("notes.md", ".agents/skills/beta", "app/AGENTS.md")
    after: list[Fact] = [WriteLine(skill="a", path=path, where="workspace") for path in paths]
    assert told([], after) == [
        "note: now writes `notes.md` [write-added]",
        "warning: now writes `.agents/skills/beta` and `app/AGENTS.md`, which agents load [write-added]",
    ]
