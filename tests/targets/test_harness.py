"""Asking a descriptor."""

from skillrt.targets import Variable, shipped_harnesses


def test_tools_are_found_by_operation_name_and_alias() -> None:
    claude = shipped_harnesses()["claude-code"]
    delegate = claude.tool_for("agent.delegate")
    assert delegate
    assert delegate.name == "Agent"
    assert claude.tool("Task") is delegate
    assert claude.tool("bash") is None
    assert claude.tool_for("image.generate") is None


def test_a_tool_of_the_first_request_comes_before_a_deferred_one() -> None:
    for harness in shipped_harnesses().values():
        for tool in harness.tools:
            chosen = harness.tool_for(tool.operation)
            assert chosen
            assert tool.deferred or not chosen.deferred


def test_variables_places_keys_and_agents_are_found_by_meaning() -> None:
    known = shipped_harnesses()
    openclaw, claude, codex = known["openclaw"], known["claude-code"], known["codex"]
    base = openclaw.variable_for("skill.dir")
    assert base
    assert (base.text, base.is_name) == ("{baseDir}", False)
    assert Variable("CLAUDE_SKILL_DIR", "skill.dir").is_name
    assert codex.variable_for("skill.dir") is None
    place = codex.place_for("instructions.project")
    assert place
    assert place.path == "AGENTS.md"
    assert claude.heeds("argument-hint")
    assert codex.heeds("argument-hint") is None
    agent = known["gemini-cli"].agent_for("agent.general")
    assert agent
    assert agent.name == "generalist"


def test_only_the_text_that_is_handed_over_has_the_skills_folder_filled_in():
    claude = shipped_harnesses()["claude-code"]
    assert claude.skill_folder_in("SKILL.md") == claude.variable_for("skill.dir")
    assert claude.skill_folder_in("references/a.md") is None
