"""The merged table of words."""

from skillrt.passes.harness_uses import lexicon
from skillrt.targets import load_harnesses


def test_words_of_several_harnesses_are_merged() -> None:
    known = lexicon(load_harnesses())
    assert set(known.tools["ask_user"].harnesses) == {"gemini-cli", "github-copilot"}
    assert known.tools["Task"].meaning == "agent.delegate"
    assert "subagent_type" in known.arguments["Task"]
    assert known.variables["CLAUDE_SKILL_DIR"].meaning == "skill.dir"
    assert "{baseDir}" in known.markers


def test_odd_names_are_told_from_words() -> None:
    known = lexicon(load_harnesses())
    assert known.distinct_tool("TodoWrite")
    assert known.distinct_tool("ask_user")
    assert not known.distinct_tool("Read")
    assert not known.distinct_tool("bash")


def test_it_is_built_once_for_the_same_descriptors() -> None:
    assert lexicon(load_harnesses()) is lexicon(load_harnesses())
    fewer = {name: item for name, item in load_harnesses().items() if name == "pi"}
    assert set(lexicon(fewer).tools) == {"bash", "read", "write", "edit"}
