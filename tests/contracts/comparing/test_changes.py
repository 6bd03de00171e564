from skillrt.contracts.comparing.changes import changes
from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.lines import (
    AuditLine,
    CodeLine,
    CommandLine,
    Fact,
    HostLine,
    NeedLine,
    PrimitiveLine,
    ProgramLine,
    RefusedLine,
    TokensLine,
    ToolLine,
    VariableLine,
    VariantLine,
    WriteLine,
    key_of,
)
from skillrt.errors import Diagnostic, Place

DIGEST = "sha256:" + "0" * 64
OTHER = "sha256:" + "1" * 64
SHORT = "0" * 16


def found(before: list[Fact], after: list[Fact], *, same_source: bool = False) -> list[Diagnostic]:
    old, new = ({key_of(fact): fact for fact in facts} for facts in (before, after))
    return changes(Difference(old, new, {key: Place("SKILL.md", 9) for key in new}), same_source=same_source)


def told(before: list[Fact], after: list[Fact], *, same_source: bool = False) -> list[str]:
    return [
        f"{item.severity}: {item.message} [{item.code}]" for item in found(before, after, same_source=same_source)
    ]


def level(text: str) -> PrimitiveLine:
    return PrimitiveLine(skill="a", primitive="gen.code.python", level=text)


def need(name: str, *, required: bool = True, version: str = "", kind: str = "python") -> NeedLine:
    return NeedLine(skill="a", kind=kind, name=name, required=required, version=version)  # type: ignore[arg-type]


def test_a_command_with_what_it_does():
    after: list[Fact] = [
        CommandLine(skill="a", name="git push", effect="outside"),
        need("git", kind="system"),
        CommandLine(skill="a", name="jq", effect="looks"),
    ]
    assert told([], after) == [
        "error: now runs `git push`, which changes something outside the workspace [lock.command-added]",
        "warning: now runs `jq` [lock.command-added]",
    ]
    assert found([], after)[0].place == Place("SKILL.md", 9)


def test_a_command_that_does_more_than_before():
    old, new = (CommandLine(skill="a", name="curl", effect=effect) for effect in ("looks", "outside"))
    assert told([old], [new]) == [
        "error: now runs `curl` in a way that changes something outside the workspace [lock.command-added]"
    ]
    assert told([new], [old]) == [
        "note: its text changed; its code blocks and programs are the same, and no command, need, variable, host, "
        "tool or path was seen that came or went [lock.text-changed]"
    ]


def test_code_that_changed_is_said_where_nothing_else_was_seen():
    old, new = (CodeLine(skill="a", digest=digit * 16) for digit in "01")
    assert told([old], [new]) == [
        "note: its code blocks changed; no program, command, need, variable, host or path was seen that came or went "
        "[lock.text-changed]"
    ]


def test_needs_and_variables():
    before: list[Fact] = [need("x", required=False), need("y"), VariableLine(skill="a", name="A", required=False)]
    after: list[Fact] = [
        need("x"),
        need("y", version=">=2"),
        need("z", required=False),
        VariableLine(skill="a", name="A", required=True),
        VariableLine(skill="a", name="B", required=True),
    ]
    assert told(before, after) == [
        "warning: now asks for the Python package `y>=2` in place of any version [lock.need-changed]",
        "warning: now names the Python package `z` [lock.need-added]",
        "error: now names the variable `B` [lock.variable-added]",
    ]


def test_paths_and_tools():
    after: list[Fact] = [
        WriteLine(skill="a", path="out.md", where="workspace"),
        WriteLine(skill="a", path="~/.zshrc", where="outside"),
        ToolLine(skill="a", name="Bash", operation="exec"),
    ]
    assert told([], after) == [
        "error: now writes `~/.zshrc`, outside the workspace [lock.writes-outside]",
        "note: now writes `out.md` [lock.write-added]",
        "warning: now names the tool `Bash` [lock.tool-added]",
    ]


def test_primitives_without_a_gap_stand_in_one_note():
    other = PrimitiveLine(skill="a", primitive="ask.user", level="L1")
    assert told([level("L1")], [level("L2"), other])[0] == (
        "note: now asks for ask.user L1 and gen.code.python L2 (L1 before) [lock.primitive-raised]"
    )
    assert [item.code for item in found([level("L1")], [level("L2")])] == [
        "lock.primitive-raised",
        "lock.text-changed",
    ]
    assert [item.code for item in found([level("L2")], [level("L1")])] == [
        "lock.primitive-lowered",
        "lock.text-changed",
    ]


def test_hosts_that_are_called_and_those_of_prose():
    called, told_of = (HostLine(skill="a", name="x.io", called=called) for called in (True, False))
    assert told([], [called]) == ["error: now names the host `x.io` in code or a command [lock.host-added]"]
    assert told([], [told_of]) == ["note: its text now has an address at `x.io` [lock.host-mentioned]"]
    assert told([told_of], [called]) == ["error: now names the host `x.io` in code or a command [lock.host-added]"]
    assert [item.code for item in found([called], [told_of])] == ["lock.text-changed"]


def test_a_finding_of_the_audit_that_only_moved_is_no_news():
    one, other = (
        AuditLine(skill="a", code="audit.persists", file=file, message="m", text="crontab -") for file in ("x", "y")
    )
    assert [item.code for item in found([one], [other])] == ["lock.text-changed"]
    assert [item.code for item in found([one], [one, other])] == ["lock.text-changed"]


def test_the_audit_with_its_own_weight():
    lines: list[Fact] = [
        AuditLine(skill="a", code="audit.remote-code", file="SKILL.md", message="it runs", text="curl x | bash"),
        AuditLine(
            skill="a", code="audit.profile-export", file="SKILL.md", message="it stays", text="echo >> ~/.zshrc"
        ),
    ]
    assert told([], lines) == [
        "note: adds `echo >> ~/.zshrc`: it stays [audit.profile-export] [lock.audit-added]",
        "error: adds `curl x | bash`: it runs [audit.remote-code] [lock.audit-added]",
    ]


def test_no_longer_loads_for_whom_and_why():
    before: list[Fact] = [VariantLine(skill="a", target=name, digest=DIGEST) for name in ("m@pi", "n@codex")]
    after: list[Fact] = [
        RefusedLine(skill="a", target="m@pi", code="spec.name-invalid", message="the name is bad"),
        RefusedLine(skill="a", target="n@codex", code="spec.name-invalid", message="the name is bad"),
    ]
    assert told(before, after) == [
        "error: no longer loads in pi and codex: the name is bad [spec.name-invalid] [lock.no-longer-loads]"
    ]
    broken = RefusedLine(skill="a", target="m@pi", code="verify.content", message="a line is lost")
    assert told(before, [before[1], broken]) == [
        "error: no longer compiles for m@pi: a line is lost [verify.content] [lock.no-longer-loads]"
    ]
    kept = RefusedLine(skill="a", target="m@pi", code="spec.name-missing", message="no name", loads=True)
    assert told(before, [before[1], kept]) == [
        "warning: no longer compiles for m@pi: no name [spec.name-missing]; pi would load it all the same "
        "[lock.no-longer-loads]"
    ]
    other = RefusedLine(skill="a", target="m@pi", code="spec.description-missing", message="none")
    assert [item for item in told([after[0]], [other]) if "loads" in item] == []


def test_a_program_of_the_same_content_at_another_path_moved():
    one, two = "1" * 16, "2" * 16
    before: list[Fact] = [
        ProgramLine(skill="a", path=name, digest=digest) for name, digest in (("x.py", one), ("y.py", two))
    ]
    after: list[Fact] = [
        ProgramLine(skill="a", path=name, digest=digest)
        for name, digest in (("lib/x.py", one), ("lib/y.py", two), ("z.py", one))
    ]
    assert told(before, after) == [
        "warning: now brings along the program `z.py` [lock.program-added]",
        "note: moved `x.py` to `lib/x.py` and `y.py` to `lib/y.py` [lock.program-moved]",
    ]


def test_tokens_and_programs():
    before: list[Fact] = [
        TokensLine(skill="a", listed=30, activation=3000),
        ProgramLine(skill="a", path="x.py", digest=SHORT),
    ]
    after: list[Fact] = [
        TokensLine(skill="a", listed=45, activation=4240),
        ProgramLine(skill="a", path="x.py", digest="1" * 16),
        ProgramLine(skill="a", path="y.py", digest=SHORT),
    ]
    assert told(before, after) == [
        "warning: now brings along the program `y.py` [lock.program-added]",
        "note: has another content in its program `x.py` [lock.program-changed]",
        "warning: +1,240 tokens at activation (3,000 before, 4,240 now) [lock.tokens-grew]",
        "warning: +15 tokens in every listing (30 before, 45 now) [lock.tokens-grew]",
    ]
    little: list[Fact] = [TokensLine(skill="a", listed=31, activation=3099), before[1]]
    assert [item.code for item in found(before, little)] == ["lock.text-changed"]


def test_a_variant_that_changed_on_its_own():
    old, new = (VariantLine(skill="a", target="m@pi", digest=digest) for digest in (DIGEST, OTHER))
    assert told([old], [new], same_source=True) == [
        "note: 1 variant changed although the skill did not: m@pi [lock.variant-changed]"
    ]
    assert [item.code for item in found([old], [new])] == ["lock.text-changed"]


def test_what_prose_names_is_a_warning_until_something_uses_it():
    named: Fact = NeedLine(skill="a", kind="system", name="git", required=True, named=True)
    used: Fact = NeedLine(skill="a", kind="system", name="git", required=True)
    assert told([], [named]) == ["warning: now names the program `git` [lock.need-added]"]
    assert told([named], [used]) == [
        "warning: now asks for the program `git`, which its text had before [lock.need-added]"
    ]


def test_what_code_of_the_documents_uses_is_one_note_until_it_is_asked_for():
    shown = [NeedLine(skill="a", kind="python", name=name, required=False, shown=True) for name in ("flask", "redis")]
    variable = VariableLine(skill="a", name="KEY", required=False, shown=True)
    assert told([], [*shown, variable]) == [
        "note: now shows code that uses the Python packages `flask` and `redis` [lock.need-added]",
        "note: now shows code that reads the variable `KEY` [lock.variable-added]",
    ]
    asked: list[Fact] = [need("flask"), VariableLine(skill="a", name="KEY", required=True)]
    assert told([*shown, variable], asked)[0] == (
        "warning: now asks for the Python package `flask`, which its text had before [lock.need-added]"
    )


def test_a_command_that_prose_only_has():
    push = CommandLine(skill="a", name="git push", effect="outside", named=True)
    status = CommandLine(skill="a", name="git status", effect="looks", named=True)
    git = NeedLine(skill="a", kind="system", name="git", required=False)
    assert told([], [push, status, git]) == [
        "warning: its prose now has `git push`, which changes something outside the workspace [lock.command-added]",
        "note: its prose now has the command `git status` [lock.command-added]",
    ]
    runs = CommandLine(skill="a", name="git status", effect="looks")
    assert told([status], [runs]) == ["note: now runs `git status`, which its text had before [lock.command-added]"]
    assert told([push], [CommandLine(skill="a", name="git push", effect="outside")])[0].startswith(
        "warning: now runs"
    )


def test_a_package_whose_program_is_meant_now_is_nothing_new():
    found = told([need("slither")], [need("slither", kind="system")])
    assert found == ["note: no longer seen in it: the Python package `slither` [lock.narrowed]"]


def test_a_version_that_is_pinned():
    before, after = (need("a-tool", kind="node", version=text) for text in ("1.0.1", "1.2.0"))
    assert told([before], [after])[0] == (
        "warning: now asks for the npm package `a-tool@1.2.0` in place of `1.0.1` [lock.need-changed]"
    )


def test_code_that_changed_beside_an_address_of_the_text():
    one, two = (CodeLine(skill="a", digest=digit * 16, text="0" * 16) for digit in "12")
    host = HostLine(skill="a", name="docs.a.io", called=False)
    assert told([one], [two, host])[-1] == "note: its code blocks changed [lock.text-changed]"


def test_a_text_that_is_only_shorter_changed_besides():
    long, short = (TokensLine(skill="a", listed=9, activation=count) for count in (900, 300))
    one, two = (CodeLine(skill="a", digest=digit * 16, text="0" * 16) for digit in "12")
    assert told([long, one], [short, two]) == [
        "note: -600 tokens at activation [lock.narrowed]",
        "note: its code blocks changed [lock.text-changed]",
    ]
