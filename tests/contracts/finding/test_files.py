from pathlib import Path

from tests.contracts.locking import facts_of, named, skill


def test_programs_binaries_and_the_rest(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill("See references/a.md."),
        "references/a.md": "# A\n",
        "assets/x.png": b"\x89PNG\0",
        "lib/y.dylib": b"\xcf\xfa\0\0",
        "run.sh": "#!/bin/sh\necho\n",
        "view.tsx": "export const a = 1\n",
    }
    rows = facts_of(tmp_path, files)
    assert named(rows, "program", "path") == ["lib/y.dylib", "run.sh"]
    assert named(rows, "file", "path") == ["assets/x.png", "references/a.md", "view.tsx"]


def test_links_out_of_the_folder(tmp_path: Path):
    folder = tmp_path / "lib/skills/alpha"
    folder.mkdir(parents=True)
    (folder / "shared").symlink_to("../../shared")
    rows = facts_of(tmp_path, {"SKILL.md": skill("Do it.")})
    assert [(row["path"], row["target"]) for row in rows if row["fact"] == "link"] == [("shared", "../../shared")]


def test_settings_that_are_copied_into_a_project_are_no_programs(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill("Do."),
        "assets/a.config.ts": "x\n",
        "run.config.mjs": "x\n",
    }
    rows = facts_of(tmp_path, files)
    assert named(rows, "file", "path") == ["assets/a.config.ts"]
    assert named(rows, "program", "path") == ["run.config.mjs"]
