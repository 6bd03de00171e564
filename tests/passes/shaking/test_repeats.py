from skillrt.passes.shaking.repeats import repeats
from tests.skills import module_of

LONG = "Every table has a header row, and its columns are separated by commas, as everybody knows who has seen one.\n"


def found(folder, text, **files):
    module = module_of(folder / "s", {"SKILL.md": text, **files})
    return list(repeats(module))


def test_the_second_of_two_goes_behind_a_pointer(tmp_path):
    (item,) = found(tmp_path, f"# T\n\n## A\n\n{LONG}\n## B\n\n{LONG}\nmore\n")
    assert item.rule
    assert item.pointer


def test_short_ones_and_those_that_bind_stay(tmp_path):
    assert found(tmp_path, "# T\n\nShort.\n\nShort.\n") == []
    assert found(tmp_path / "b", f"# T\n\nYou must: {LONG}\n## B\n\nYou must: {LONG}") == []


def test_examples_stand_in_a_world_of_their_own(tmp_path):
    assert found(tmp_path, f"# T\n\n{LONG}\n## Example\n\n{LONG}") == []


def test_a_document_that_is_copied_and_filled_in_stays_whole(tmp_path):
    text = f"# T\n\n## A\n\n{LONG}\n## B\n\n{LONG}"
    for number, path in enumerate(("assets/team.md", "references/epic-template.md", "templates/a/b.md")):
        assert found(tmp_path / str(number), "# T\n\nRead the rest.\n", **{path: text}) == []
    assert found(tmp_path / "r", "# T\n\nRead the rest.\n", **{"references/rules.md": text})


def test_what_has_places_to_fill_in_stays(tmp_path):
    rows = "| Name | Email | Notes |\n|------|-------|-------|\n"
    for number, block in enumerate(
        (
            "- [Metric 1]: [Current value] → [Target value]\n" * 3,
            f"{rows}| <!-- name --> | <!-- email --> | <!-- role, focus area --> |\n",
            f"{LONG.strip()} Signed: ________\n",
            f"```markdown\n# {{{{title}}}}\n\n{LONG}```\n",
        )
    ):
        assert found(tmp_path / str(number), f"# T\n\n## A\n\n{block}\n## B\n\n{block}") == []
    code = f"```js\nconst row = {{name}};\n// {LONG}```\n"
    assert found(tmp_path / "code", f"# T\n\n## A\n\n{code}\n## B\n\n{code}")
