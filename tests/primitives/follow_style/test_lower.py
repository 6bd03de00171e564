from tests.primitives.lowered import drafts, gap_of, linked, taken

LETTER = "# Dear reader\n\nWe write short. We write warm. You know us, and we know what you came for today.\n"
TEXT = f"# Letters\n\nKeep a warm tone.\n\n## Example letter\n\n```markdown\n{LETTER}```\n"


def test_an_example_of_the_skill_shows_the_style(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "follow.style", 1, "L2", ("warm tone",)))["worked-example"]
    made, _ = taken(module, draft)
    assert "Keep a warm tone. Before you write, read the example under “Example letter”" in made
    assert draft.to == 1


def test_without_an_example_nothing_carries_it(tmp_path):
    module = linked(tmp_path, {"SKILL.md": "# Letters\n\nKeep a warm tone.\n"})
    assert drafts(module, gap_of(module, "follow.style", 1, "L2", ("warm tone",))) == {}
