from pathlib import Path

from tests.contracts.locking import facts_of, named, skill


def test_the_program_that_the_skill_is_about(tmp_path: Path):
    body = "Run `alpha sweep --all`, then `alpha fold x`.\n\n| `alpha mend` | a |\n|---|---|\n| `zorp mend` | b |\n"
    text = skill(body.replace("alpha", "qalpha"), "qalpha-use")
    assert named(facts_of(tmp_path, {"SKILL.md": text}), "command") == ["qalpha fold", "qalpha mend", "qalpha sweep"]
