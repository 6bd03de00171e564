from skillrt.contracts.comparing.narrower import all_of, narrowed
from skillrt.contracts.lines import (
    AuditLine,
    CommandLine,
    Fact,
    GapLine,
    HostLine,
    NeedLine,
    PrimitiveLine,
    RefusedLine,
    TokensLine,
    ToolLine,
    VariableLine,
    VariantLine,
    WriteLine,
    key_of,
)

DIGEST = "sha256:" + "0" * 64


def told(before: list[Fact], after: list[Fact]) -> list[str]:
    old, new = ({key_of(fact): fact for fact in facts} for facts in (before, after))
    gone = [old[key] for key in sorted(old) if key not in new]
    return [item.message for item in narrowed(gone, old, new)]


def test_what_is_gone_stands_in_one_sentence():
    before: list[Fact] = [
        CommandLine(skill="a", name="curl", effect="any"),
        HostLine(skill="a", name="x.io"),
        HostLine(skill="a", name="y.io"),
        VariableLine(skill="a", name="KEY", required=True),
        WriteLine(skill="a", path="~/.x", where="outside"),
        NeedLine(skill="a", kind="node", name="left", required=True),
        AuditLine(skill="a", code="audit.persists", file="SKILL.md", message="m"),
        GapLine(skill="a", target="m@pi", primitive="p", required="L3", aim="L1", left="L3", status="left"),
    ]
    message, lowered = told(before, [])
    assert lowered == "no longer has the gap p on m@pi"
    assert message == (
        "no longer seen in it: the command `curl`; the hosts `x.io` and `y.io`; the variable `KEY`; "
        "the path that it writes `~/.x`; the npm package `left`; 1 finding of the audit (audit.persists)"
    )


def test_what_asks_for_less():
    before: list[Fact] = [
        TokensLine(skill="a", listed=5, activation=900),
        PrimitiveLine(skill="a", primitive="p", level="L3"),
        NeedLine(skill="a", kind="python", name="x", required=True),
        VariableLine(skill="a", name="KEY", required=True),
    ]
    after: list[Fact] = [
        TokensLine(skill="a", listed=5, activation=300),
        PrimitiveLine(skill="a", primitive="p", level="L1"),
        NeedLine(skill="a", kind="python", name="x", required=False),
        VariableLine(skill="a", name="KEY", required=False),
    ]
    message, lowered = told(before, after)
    assert lowered == "asks for p L1 only (L3 before)"
    assert message == "-600 tokens at activation"
    assert told(after, before) == []
    assert told(after, after) == []


def test_what_loads_again():
    before: list[Fact] = [RefusedLine(skill="a", target="m@pi", code="spec.name-invalid", message="m")]
    assert told(before, [VariantLine(skill="a", target="m@pi", digest=DIGEST)]) == ["now loads for m@pi"]
    loaded: list[Fact] = [RefusedLine(skill="a", target="m@pi", code="spec.name-missing", message="m", loads=True)]
    assert told(loaded, [VariantLine(skill="a", target="m@pi", digest=DIGEST)]) == ["now compiles for m@pi"]
    assert all_of(loaded) == "has no variant for m@pi, where it loads: m"
    assert told(before, []) == []


def test_a_new_skill_in_one_sentence():
    facts: list[Fact] = [
        CommandLine(skill="a", name="git push", effect="outside"),
        WriteLine(skill="a", path="~/.x", where="outside"),
        WriteLine(skill="a", path="out.md", where="workspace"),
        NeedLine(skill="a", kind="system", name="git", required=True),
        RefusedLine(skill="a", target="m@pi", code="spec.name-invalid", message="m"),
        TokensLine(skill="a", listed=5, activation=1300),
    ]
    assert all_of(facts) == (
        "runs `git push`; writes outside the workspace `~/.x`; writes `out.md`; does not load for m@pi; "
        "takes 1,300 tokens at activation"
    )
    assert all_of([]) == "it runs nothing and needs nothing"


def test_what_is_needed_and_what_can_be_used_are_two_things():
    facts: list[Fact] = [
        CommandLine(skill="a", name="git push", effect="outside"),
        NeedLine(skill="a", kind="system", name="git", required=True),
        NeedLine(skill="a", kind="system", name="jq", required=True),
        NeedLine(skill="a", kind="node", name="zod", required=False),
        HostLine(skill="a", name="api.x.io"),
        HostLine(skill="a", name="docs.x.io", called=False),
    ]
    assert all_of(facts) == (
        "runs `git push`; names the host `api.x.io`; its text has an address at `docs.x.io`; "
        "needs the program `jq`; names the npm package `zod`"
    )
    assert told(facts, facts[:3] + facts[4:5]) == [
        "no longer seen in it: the host `docs.x.io`; the npm package `zod`"
    ]


def test_what_only_prose_names_is_said_so():
    fact = NeedLine(skill="a", kind="system", name="git", required=True, named=True)
    assert all_of([fact]) == "names the program `git`"
    assert told([fact], []) == ["no longer seen in it: the program `git`"]


def test_what_is_only_shown_or_named_has_words_of_its_own():
    facts: list[Fact] = [
        CommandLine(skill="a", name="git status", effect="looks", named=True),
        NeedLine(skill="a", kind="system", name="git", required=False),
        NeedLine(skill="a", kind="node", name="zod", required=False, shown=True),
        VariableLine(skill="a", name="KEY", required=False, shown=True),
    ]
    assert all_of(facts) == (
        "its prose has the command `git status`; shows code that uses the npm package `zod`; "
        "shows code that reads the variable `KEY`"
    )
    assert told(facts, []) == [
        "no longer seen in it: the command `git status`; the variable `KEY`; the npm package `zod`"
    ]


def test_what_was_run_or_needed_and_is_only_told_of_now_is_not_gone():
    before: list[Fact] = [
        CommandLine(skill="a", name="jq", effect="looks"),
        NeedLine(skill="a", kind="python", name="rich", required=True),
    ]
    after: list[Fact] = [
        CommandLine(skill="a", name="jq", effect="looks", named=True),
        NeedLine(skill="a", kind="python", name="rich", required=False, shown=True),
    ]
    assert told(before, after) == []


def test_what_the_text_still_has_is_not_gone():
    gone: list[Fact] = [VariableLine(skill="a", name="KEY", required=True), HostLine(skill="a", name="x.io")]
    facts = {key_of(fact): fact for fact in gone}
    found = [item.message for item in narrowed(gone, facts, {}, {key_of(gone[0])})]
    assert found == ["no longer seen in it: the host `x.io`"]


def test_tools_that_are_listed_no_more():
    listed = ToolLine(skill="a", name="Bash", allowed=True)
    message = "`allowed-tools` no longer lists `Bash`"
    assert told([listed], []) == [message]
    assert told([listed], [ToolLine(skill="a", name="Bash")]) == [message]
    assert told([listed], [listed]) == []


def test_a_program_that_goes_without_its_verbs_is_no_loss():
    before: list[Fact] = [
        CommandLine(skill="a", name="az", effect="looks"),
        NeedLine(skill="a", kind="system", name="az", required=True),
    ]
    after: list[Fact] = [CommandLine(skill="a", name="az login", effect="any")]
    assert told(before, after) == []


def test_what_changes_something_outside_comes_first_in_a_new_skill():
    facts: list[Fact] = [
        CommandLine(skill="a", name="git add", effect="writes"),
        CommandLine(skill="a", name="git push", effect="outside"),
        CommandLine(skill="a", name="npm install", effect="writes", shown=True),
        WriteLine(skill="a", path="sample.txt", where="workspace", shown=True),
        GapLine(skill="a", target="m@pi", primitive="p", required="L3", aim="L1", left="L3", status="left"),
    ]
    assert all_of(facts) == (
        "runs `git push` and `git add`; its documents show `npm install`; shows code that writes `sample.txt`"
    )
