"""The whole search: order, distinct things, hostile texts, the labelled skills."""

import json

from hypothesis import given
from hypothesis import strategies as st

from skillrt.frontend import discover, load
from skillrt.frontend.markdown import parse
from skillrt.ir import Document, Module
from skillrt.passes.harness_uses import distinct, find_uses, lexicon, product_names
from skillrt.targets import load_harnesses
from tests.growth import require_proportion
from tests.passes.uses import named, uses_in

PIECES = st.sampled_from(
    ["Read", "Task(", "`/", "~/.claude", "$ARGUMENTS", "${CLAUDE_", "}", "!`", "@a.md", "the ", " tool", ", Grep",
     "\n", "Claude", " Code", "PreToolUse", "\udcff", "工具", "{baseDir}", "superpowers:a-b skill", "|", "```", "# "]
)  # fmt: skip


def _module(text: str) -> Module:
    parsed = parse("SKILL.md", text.encode("utf-8", "surrogateescape"), front_matter=True)
    return Module("sample", "sha256:0", (Document("SKILL.md", parsed.blocks),), ())


@given(st.lists(PIECES, max_size=40).map("".join))
def test_uses_lie_in_their_passages_and_do_not_overlap(text: str) -> None:
    module = _module(text)
    last: dict[str, int] = {}
    for use in find_uses(module, load_harnesses()):
        assert 0 <= use.start < use.end <= len(use.passage.text)
        assert use.start >= last.get(use.passage.block, 0)
        last[use.passage.block] = use.end


def test_one_thing_counts_once_and_what_most_share_not_at_all(tmp_path) -> None:
    text = "Read CLAUDE.md, then CLAUDE.md again, and AGENTS.md. The Bash tool; the Bash tool.\n"
    assert named(tmp_path, text) == ["CLAUDE.md", "Bash"]
    assert len(uses_in(tmp_path / "again", text)) == 5


def test_a_long_line_takes_time_in_proportion() -> None:
    mixed = "Claude Code and Claude, `~/.claude/x` and `settings.json`. "
    for piece in (
        "Read tool ",
        "~/.claude/",
        "`/a",
        "${CLAUDE_",
        "Task(",
        "a:b-c skill ",
        "Claude ",
        "`Read`, ",
        mixed,
    ):
        modules = {size: _module(piece * (size // len(piece))) for size in (25_000, 100_000)}
        require_proportion(lambda size, known=modules: find_uses(known[size], load_harnesses()), 25_000)


def test_products_beside_other_senses_of_their_names_take_time_in_proportion() -> None:
    modules = {size: _module("Claude Code and Claude. " * size) for size in (2_000, 8_000)}
    require_proportion(lambda size: find_uses(modules[size], load_harnesses()), 2_000)


def test_the_products_that_a_text_is_about() -> None:
    known = lexicon(load_harnesses())
    assert product_names("Sets up Claude Code hooks.", known) == {"claude-code"}
    assert product_names("Audits Claude skills and commands.", known) == {"claude-code"}
    assert product_names("When Claude needs to fill in a form.", known) == set()


def test_a_skill_written_for_nobody_has_no_uses(tmp_path) -> None:
    assert uses_in(tmp_path, "Read the file.\n\n```python\nprint(1)\n```\n\n- Ask the user.\n") == ()


def test_the_labelled_skills(shared) -> None:
    """Nearly all of what people labelled is found by name; the place is scored by the benchmark."""
    folder = shared.parent / "lab" / "gold"
    if not folder.is_dir():
        return
    hit = gold = found = 0
    for path in sorted((shared / "gold" / "dev").glob("*.json")):
        module = load(next(iter(discover([str(folder / path.stem)]))))
        got = [use.what.lower() for use in distinct(find_uses(module, load_harnesses()))]
        labels = [row["what"].lower() for row in json.loads(path.read_text())["harness_specific"]]
        gold, found = gold + len(labels), found + len(got)
        hit += sum(any(item in label or label in item for item in got) for label in labels)
    assert hit / gold > 0.9
    assert hit / found > 0.85
