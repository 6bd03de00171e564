from pathlib import Path

import pytest

from tests.contracts.locking import drift, facts_of, named, skill, told


@pytest.mark.parametrize(
    ("body", "reached"),
    [
        ("See [the contract](../../other/references/a.md#top).", ["../../other/references/a.md"]),
        ("Check `../rules/29119.md` first.", ["../rules/29119.md"]),
        ("Load `domains/retail/INDEX.md`, then `references/own.md`.", ["domains/retail/INDEX.md"]),
        ("Load `skills/alpha/references/own.md` and `example.com/a.html` and `path/to/x.md`.", []),
        ("Read ../project_context/vision.md, then `a/b`.", ["../project_context/vision.md"]),
    ],
)
def test_files_of_other_folders(tmp_path: Path, body: str, reached: list[str]):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill(body),
        "references/own.md": "# Own\n\nSee [top](../SKILL.md).\n",
    }
    assert named(facts_of(tmp_path, files), "reach", "path") == reached


def test_a_file_that_it_writes_is_told_by_that(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill("Write the plan to `../out/plan.md`.")})
    assert named(rows, "write", "path") == ["../out/plan.md"]
    assert named(rows, "reach", "path") == []


def test_files_that_it_takes_for_its_own_and_lacks(tmp_path: Path):
    body = "Follow [the rules](references/rules.md).\n\nRun it:\n\n```bash\npython scripts/send.py\n```"
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "absent", "path") == ["references/rules.md", "scripts/send.py"]
    assert named(rows, "reach", "path") == []


def test_a_file_that_is_gone_while_the_text_still_names_it(tmp_path: Path):
    text = skill("Follow [the rules](references/rules.md).")
    before: dict[str, str | bytes] = {"skills/alpha/SKILL.md": text, "skills/alpha/references/rules.md": "# Rules\n"}
    found = told(drift(tmp_path, before, {"skills/alpha/SKILL.md": text}))
    message = "speaks of the file `references/rules.md`, which it does not have"
    assert ("lock.file-absent", message) in found


def test_the_skill_file_of_another_skill_is_not_its_own(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill("Read `../beta/SKILL.md`, not `../alpha/SKILL.md`.")})
    assert named(rows, "reach", "path") == ["../beta/SKILL.md"]


def test_what_lacks_in_a_folder_of_its_own_is_not_outside(tmp_path: Path):
    body = "- **`references/own.md`** — one\n- **`references/two.md`** — two\n\nMove it to `references/idea.md`.\n"
    rows = facts_of(tmp_path, {"SKILL.md": skill(body), "references/own.md": "# Own\n"})
    assert named(rows, "reach", "path") == []
    assert named(rows, "absent", "path") == ["references/two.md"]
