"""Uses as facts and places."""

from skillrt.passes.harness_uses import excerpt_of, fact_of, find_uses, place_of_use
from skillrt.targets import load_harnesses
from tests.skills import module_of


def test_a_use_in_a_block(tmp_path) -> None:
    module = module_of(tmp_path / "s", {"SKILL.md": "Grüße.\n\n- Use the Bash tool.\n"})
    (use,) = find_uses(module, load_harnesses())
    fact = fact_of(use, module)
    data = module.documents[0].data
    assert data[fact.span.start : fact.span.end] == b"Bash"
    assert (fact.what, fact.kind, fact.operation, fact.harnesses) == ("Bash", "tool", "shell.run", ("claude-code",))
    place = place_of_use(use, module)
    assert (place.file, place.line, place.column) == ("SKILL.md", 7, 11)
    assert excerpt_of(use, module)[10:14] == "Bash"


def test_a_use_in_a_script(tmp_path) -> None:
    script = "#!/bin/sh\n# ü\nls ~/.claude/agents\n"
    module = module_of(tmp_path / "s", {"SKILL.md": "x\n", "run.sh": script})
    (use,) = find_uses(module, load_harnesses())
    fact = fact_of(use, module)
    assert fact.blocks == ()
    assert script.encode()[fact.span.start : fact.span.end] == b"~/.claude/agents"
    assert (fact.span.line, str(place_of_use(use, module))) == (3, "run.sh:3:4")
    assert excerpt_of(use, module) == "ls ~/.claude/agents"
