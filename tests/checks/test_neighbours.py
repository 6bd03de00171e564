from pathlib import Path

from skillrt.checks.cards import Card, survey
from skillrt.checks.neighbours import neighbourhoods
from skillrt.config.load import Library
from tests.checks.library import cards_of, skill_text, write


def placed(root: Path, *folders: str, marks: tuple[str, ...] = ()) -> dict[str, str]:
    """The neighbourhood of a skill in each folder, by its key; `marks` are made as empty folders."""
    write(root, {f"{folder}/SKILL.md": skill_text(folder.rpartition("/")[2]) for folder in folders})
    for mark in marks:
        (root / mark).mkdir(parents=True)
    cards: list[Card] = cards_of(root)
    return dict(zip([card.key for card in cards], neighbourhoods(cards), strict=True))


def test_the_skills_of_a_repository_or_plugin_belong_together(tmp_path: Path):
    found = placed(
        tmp_path, "one/skills/a", "one/skills/x/b", "two/c", "d", marks=("one/.github", "two/.claude-plugin")
    )
    assert found == {"one/skills/a": "one", "one/skills/x/b": "one", "two/c": "two", "d": ""}


def test_each_folder_of_plugins_is_a_plugin(tmp_path: Path):
    found = placed(tmp_path, "plugins/one/skills/health", "plugins/two/skills/health", "skills/health")
    assert found == {
        "plugins/one/skills/health": "plugins/one",
        "plugins/two/skills/health": "plugins/two",
        "skills/health": "",
    }


def test_a_library_beside_the_folder_that_keys_are_relative_to(tmp_path: Path):
    skills = ["plugins/one/skills/health", "plugins/two/skills/health"]
    write(tmp_path / "library", {f"{folder}/SKILL.md": skill_text("health") for folder in skills})
    here = Library(tmp_path / "elsewhere")
    cards = [card for card in survey([str(tmp_path / "library")], here.shown) if isinstance(card, Card)]
    assert neighbourhoods(cards) == ["../library/plugins/one", "../library/plugins/two"]


def test_a_hidden_folder_holds_skills_for_another_product(tmp_path: Path):
    assert placed(tmp_path, ".cursor/skills/a", "skills/a") == {".cursor/skills/a": ".cursor", "skills/a": ""}


def test_in_a_registry_each_person_is_alone(tmp_path: Path):
    people = [f"skills/p{number}/tool" for number in range(60)]
    assert set(placed(tmp_path / "registry", *people).values()) == {f"skills/p{number}" for number in range(60)}
    assert set(placed(tmp_path / "kinds", *people[:20]).values()) == {""}


def test_a_library_of_one_skill(tmp_path: Path):
    assert placed(tmp_path, ".") == {".": ""}
