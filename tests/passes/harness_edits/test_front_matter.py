"""Front matter for a target."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from skillrt.ir import parse_front_matter
from skillrt.passes.harness_edits import Scene, new_front_matter
from skillrt.passes.harness_uses import SPECIFIED, lexicon
from skillrt.targets import load_harnesses

KNOWN = load_harnesses()


def _for(target: str, text: str):
    scene = Scene(KNOWN[target], KNOWN, lexicon(KNOWN), "s", "s", frozenset())
    return new_front_matter(text, parse_front_matter(text), scene)


HEAD = "---\nname: s\ndescription: 'd: e'\n"


@pytest.mark.parametrize(
    ("entries", "target", "result"),
    [
        ("version: 1.0.0\n", "codex", "metadata:\n  version: 1.0.0\n"),
        ("version: 1.10 # c\n", "codex", 'metadata:\n  version: "1.10"\n'),
        ("draft: true\n", "codex", 'metadata:\n  draft: "true"\n'),
        ("tags:\n  - a\n  - b\n", "codex", 'metadata:\n  tags: "a, b"\n'),
        ("requires: {mcp: [x]}\n", "codex", "metadata:\n  requires: '{\"mcp\": [\"x\"]}'\n"),
        ("metadata:\nhomepage: x\n", "codex", "metadata:\n  homepage: x\n"),
        ("metadata: {}\nhomepage: x\n", "codex", 'metadata: {"homepage": "x"}\n'),
        ("metadata:\n    a: b\n\nhomepage: x\n", "codex", "metadata:\n    a: b\n    homepage: x\n\n"),
        ("metadata: text\nhomepage: x\n", "codex", "metadata: text\nhomepage: x\n"),
        ("version: 1.0.0\n", "hermes", "metadata:\n  version: 1.0.0\n"),
        ("platforms: [linux]\n", "hermes", "platforms: [linux]\n"),
        ("model: opus\n", "codex", ""),
        ("allowed-tools: Read Write Bash\n", "pi", "allowed-tools: read write bash\n"),
        ("allowed-tools: [Read, \"Bash(git:*)\"]\n", "pi", 'allowed-tools: ["read"]\n'),
        ("allowed-tools:\n  - Read\n  - WebSearch\n", "pi", "allowed-tools:\n  - read\n"),
        ("allowed-tools: WebSearch\n", "pi", ""),
        ("allowed-tools: mcp__x__y\n", "pi", "allowed-tools: mcp__x__y\n"),
        ("allowed-tools: Write, Edit\n", "codex", "allowed-tools: apply_patch\n"),
        ("license: MIT\n", "pi", "license: MIT\n"),
    ],
)  # fmt: skip
def test_what_becomes_of_entries(entries: str, target: str, result: str) -> None:
    text, changes = _for(target, f"{HEAD}{entries}---\n")
    assert text == f"{HEAD}{result}---\n"
    assert bool(changes) == (entries != result)
    assert yaml.safe_load(text.strip("-\n"))["description"] == "d: e"


@pytest.mark.parametrize(
    ("entries", "target", "lost"),
    [
        ("allowed-tools: Read, WebFetch, Bash(git:*)\n", "pi", ("WebFetch", "Bash(git:*)")),
        # nothing stands for it that needs leave
        ("allowed-tools: AskUserQuestion, TodoWrite\n", "pi", ()),
        ("allowed-tools: [Read, Glob, Edit]\n", "codex", ("Read", "Glob")),
        # the shell is allowed whole, and does the same
        ("allowed-tools: Bash, Glob, Grep, Bash(git:*)\n", "codex", ()),
        ("allowed-tools: Read, Read\n", "pi", ()),
    ],
)
def test_entries_of_allowed_tools_that_are_lost(entries: str, target: str, lost: tuple[str, ...]) -> None:
    (change,) = _for(target, f"{HEAD}{entries}---\n")[1]
    assert (change.what, change.lost) == ("tools", lost)


def test_keys_that_say_what_holds_anyway_are_needless() -> None:
    text, changes = _for("codex", f"{HEAD}user-invocable: true\nmodel: inherit\n---\n")
    assert text == f"{HEAD}---\n"
    assert [item.what for item in changes] == ["needless", "needless"]


def test_a_hint_on_arguments_binds_nobody() -> None:
    text, changes = _for("codex", f"{HEAD}argument-hint: '[name] (will prompt if not given)'\n---\n")
    assert text == f"{HEAD}---\n"
    assert [item.what for item in changes] == ["dropped"]


def test_when_to_use_goes_to_the_end_of_the_description() -> None:
    text, changes = _for("codex", f"{HEAD}when_to_use: \"User says 'x'.\"\nversion: 1.0.0\n---\n")
    assert text == "---\nname: s\ndescription: \"d: e - User says 'x'.\"\nmetadata:\n  version: 1.0.0\n---\n"
    assert [item.what for item in changes] == ["joined", "moved"]


@pytest.mark.parametrize(
    "description",
    ["d: |\n  a\n  b\n".replace("d:", "description:"), "description: >-\n  a\n  b\n", "description: a b # c\n"],
)
def test_the_description_may_be_written_in_any_way(description: str) -> None:
    text, changes = _for(
        "codex", f"---\nname: s\nwhen_to_use: |\n  User says\n  x: y.\n{description}license: MIT\n---\n"
    )
    assert [item.what for item in changes] == ["joined"]
    read = yaml.safe_load(text.strip("-\n"))
    assert read["description"].split() == ["a", "b", "-", "User", "says", "x:", "y."]
    assert read["license"] == "MIT"


def test_when_to_use_stays_where_it_is_heeded_or_nothing_is_to_be_joined() -> None:
    own = f"{HEAD}when_to_use: soon\n---\n"
    assert _for("claude-code", own) == (own, ())
    text, changes = _for("codex", "---\nname: s\nwhen_to_use: soon\n---\n")
    assert text == "---\nname: s\nmetadata:\n  when_to_use: soon\n---\n"
    assert [item.what for item in changes] == ["moved"]


def test_of_what_does_not_fit_the_whole_is_kept_as_well() -> None:
    more = "Use it when the user asks for it, and for the like of it. " + "And so on. " * 80
    text, changes = _for("codex", f"---\nname: s\ndescription: {'d' * 900}\nwhen_to_use: {more}\n---\n")
    read = yaml.safe_load(text.strip("-\n"))
    assert len(read["description"]) <= 1024
    assert read["description"].endswith("the like of it. And so on. And so on. And so on. And so on. And so on.")
    assert read["metadata"] == {"when_to_use": more.strip()}
    assert [item.what for item in changes] == ["cut"]


def test_line_ends_are_kept() -> None:
    text, _ = _for("codex", "---\r\nname: s\r\ndescription: d\r\nversion: '1'\r\n---\r\n")
    assert text == "---\r\nname: s\r\ndescription: d\r\nmetadata:\r\n  version: '1'\r\n---\r\n"


def test_what_cannot_be_read_stays() -> None:
    broken = "---\nname: [s\nversion: 1\n---\n"
    assert _for("codex", broken) == (broken, ())


def test_a_dropped_key_says_why_and_what_to_do() -> None:
    _, (change,) = _for("codex", f"{HEAD}disable-model-invocation: true\n---\n")
    assert (change.what, change.key) == ("dropped", "disable-model-invocation")
    assert "Codex does not heed it" in change.reason
    assert change.advice


def test_a_value_that_asks_for_what_holds_anyway_is_told_so() -> None:
    _, changes = _for("codex", f"{HEAD}user-invocable: true\ndisable-model-invocation: false\n---\n")
    assert [item.reason for item in changes] == [
        "`true` is what holds without it",
        "`false` is what holds without it",
    ]
    assert not any(item.advice for item in changes)
    _, (change,) = _for("codex", f"{HEAD}user-invocable: false\n---\n")
    assert "the user cannot start the skill by name" in change.reason


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20),
    st.integers(), st.booleans(), st.none(), st.lists(st.text("abc:'\"#, ", max_size=6), max_size=3),
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text("x: '\"", max_size=6), max_size=2),
)  # fmt: skip
KEYS = st.sampled_from(["version", "author", "tags", "homepage", "license", "metadata", "model", "hooks", "triggers"])


@given(st.dictionaries(KEYS, VALUES, max_size=6), st.sampled_from(sorted(KNOWN)), st.booleans())
def test_any_front_matter_stays_valid_and_a_second_time_changes_nothing(values, target: str, flow: bool) -> None:
    data = {"name": "s", "description": "d", **values}
    text = (
        "---\n" + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=flow or None) + "---\n"
    )
    new, changes = _for(target, text)
    read = parse_front_matter(new)
    assert not read.problem
    assert read.get("name") == "s"
    if changes:
        heeded = {key.key for key in KNOWN[target].front_matter}
        assert {entry.key for entry in read.entries} <= {*SPECIFIED, *heeded}
    assert _for(target, new)[0] == new
