from skillrt.contracts.comparing.difference import Difference
from skillrt.contracts.comparing.gaps import gaps_opened
from skillrt.contracts.lines import (
    CommandLine,
    Fact,
    GapLine,
    HostLine,
    PrimitiveLine,
    ToolLine,
    WriteLine,
    key_of,
)
from skillrt.errors import Place

PYTHON = "gen.code.python"


def told(before: list[Fact], after: list[Fact], *, same_source: bool = False) -> list[str]:
    old, new = ({key_of(fact): fact for fact in facts} for facts in (before, after))
    difference = Difference(old, new, {key: Place("SKILL.md", 9) for key in new})
    found = gaps_opened(difference, list(difference.altered()), same_source=same_source)
    return [f"{item.severity}: {item.message} [{item.code}]" for item in found]


def gap(target: str, required: str = "L3", status: str = "left", primitive: str = PYTHON) -> GapLine:
    return GapLine(
        skill="a",
        target=target,
        primitive=primitive,
        required=required,
        aim="L1",
        left=required if status == "left" else "L1",
        status=status,  # type: ignore[arg-type]
    )


def level(text: str, code: int = 0, primitive: str = PYTHON) -> PrimitiveLine:
    return PrimitiveLine(skill="a", primitive=primitive, level=text, code=code)


def test_a_gap_names_those_for_whom_it_opens_and_stands_for_the_primitive():
    assert told([level("L1")], [level("L3", code=2), gap("m@pi"), gap("n@codex")]) == [
        "warning: by estimate asks for gen.code.python L3 (L1 before): gap on m@pi (holds L1) "
        "and n@codex (holds L1) [lock.gap-opened]"
    ]


def test_a_gap_with_nothing_new_behind_it_is_told_with_the_levels():
    host = HostLine(skill="a", name="x.io", called=True)  # no reason to write more code
    assert told([level("L1", code=2)], [level("L3", code=2), gap("m@pi"), host]) == [
        "note: by estimate asks for gen.code.python L3 (L1 before) for its wording alone: gap on m@pi (holds L1) "
        "[lock.primitive-raised]"
    ]
    # what is known of the target changed, not the skill
    assert told([level("L3")], [level("L3"), gap("m@pi")], same_source=True) == [
        "error: by estimate asks for gen.code.python L3 as before: gap on m@pi (holds L1) [lock.gap-opened]"
    ]


def test_what_stands_behind_an_agents_own_doing():
    command = CommandLine(skill="a", name="uv", effect="any")
    named = CommandLine(skill="a", name="uv", effect="any", named=True)
    write = WriteLine(skill="a", path="out.md", where="workspace")
    tool = ToolLine(skill="a", name="Edit", operation="file.edit")
    for primitive, fact, severity in (
        ("tool.exec", command, "warning"),
        ("tool.exec", named, "note"),
        ("tool.file.write", write, "note"),  # a command may write it
        ("tool.file.write", tool, "warning"),
        ("tool.web", tool, "note"),
        ("reason.logic", tool, "note"),
    ):
        (only,) = told([], [level("L3", primitive=primitive), gap("m@pi", primitive=primitive), fact])
        assert only.startswith(severity), (primitive, fact)


def test_a_gap_that_the_variant_closes_is_a_note():
    assert told([level("L3")], [level("L3"), gap("m@pi", status="closed")]) == [
        "note: by estimate asks for gen.code.python L3 as before, which its variant makes up for on m@pi (holds L1) "
        "[lock.gap-lowered]"
    ]


def test_a_gap_that_was_there_is_no_news_and_one_that_widens_is():
    assert told([level("L2"), gap("m@pi", "L2")], [level("L2"), gap("m@pi", "L2")], same_source=True) == []
    (only,) = told([level("L2"), gap("m@pi", "L2")], [level("L3"), gap("m@pi", "L3")])
    assert only.startswith("note: by estimate asks for gen.code.python L3 (L2 before)")
    assert told([level("L3"), gap("m@pi", "L3")], [level("L2"), gap("m@pi", "L2")]) == []


def test_shell_that_is_shown_is_run_not_written():
    shell = "gen.code.shell"
    after: list[Fact] = [level("L2", 3, shell), gap("m@pi", "L2", primitive=shell)]
    (only,) = told([level("L1", 1, shell)], after)
    assert only.endswith("[lock.primitive-raised]")


def test_a_gap_on_a_new_target_comes_from_the_target_whatever_the_text():
    old, new = ({key_of(fact): fact for fact in facts} for facts in ([level("L3")], [level("L3"), gap("m@pi")]))
    difference = Difference(old, new, {}, aimed=frozenset({"m@pi"}))
    (found,) = gaps_opened(difference, list(difference.altered()), same_source=False)
    assert (found.code, found.severity) == ("lock.gap-opened", "error")
