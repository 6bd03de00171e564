from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, skill


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("Save the plan to `docs/plan.md`.", ["docs/plan.md"]),
        ("It writes `out/report.json` at the end.", ["out/report.json"]),
        ("Copy it, as the user wishes, to one of:\n\n- **Here**: `.tool/hook.sh`\n- **All**: `~/.tool/hook.sh`\n",
         [".tool/hook.sh", "~/.tool/hook.sh"]),
        ("Create the folder `drafts/` first.", ["drafts/"]),
        ("Merge it into the settings (`~/.tool/a.json` for all, `a.json` or `.tool/a.json` for one).",
         [".tool/a.json", "a.json", "~/.tool/a.json"]),
        ("Copy the `form/` folder and rename it.", []),
        ("Before writing output, confirm the gate in `../references/gate.md`.", []),
        (
            "## Steps\n\n1. Fill the form.\n2. Before writing output, confirm the gate in `../references/gate.md` is "
            "satisfied. Write the form to `../out/form.md`.",
            ["../out/form.md"],
        ),
        ("Before writing output, look into `gate.md`. Then output `b.md`.", ["b.md"]),
        ("Create `.github/CODEOWNERS` mapping `src/flows/` to @flows, `classes/` to @apex.", [".github/CODEOWNERS"]),
        ("For example, forms to store in `assets/`. The user may want to save `x.md`. Save `y.md`.", ["y.md"]),
        ("Create a `.js-meta.xml` and a `.test.ts` for it.", []),
        ("Create a model of its own in `adapters/models/`.", []),
        ("Save the answers in `answers.md`.", ["answers.md"]),
        ("Add the result to `out/all.csv`.", ["out/all.csv"]),
        ("Create in `docs_dev/` (or `$OTHER`):\n\n| File | For |\n|---|---|\n| `plan.md` | x |\n| `log.md` | x |\n",
         ["docs_dev/", "plan.md", "log.md"]),
        ("Add the shims to ~/.zshenv.", ["~/.zshenv"]),
        ("Save to `.tours/<persona>-<focus>.tour`.", [".tours/*-*.tour"]),
        ("Scripts install to `~/.local/bin/x.sh`.", ["~/.local/bin/x.sh"]),
        ("It writes `log.md`, tracked in git, not ignored like `temp/`.", ["log.md"]),
        ("| Step | Do | See | Outputs |\n|---|---|---|---|\n| 1 | emit `a.json` | `b.md` | `c.md`, `d.md` |\n",
         ["a.json", "c.md", "d.md"]),
        ("The design station emits `DESIGN.md` + `flows.md`, and the critic reads them.", []),
        ("- `other-skill` — produces the `flows.md` this skill reviews.", []),
        ("The script emits `a.json`. Step 2 writes `b.json`. `x.py` creates `c.json`.",
         ["a.json", "b.json", "c.json"]),
        ("Write critical review findings to `log.md`; update `state.json`.", ["log.md", "state.json"]),
        ("NEVER:\n- Modify `pages/a.md` by hand.\n- Sleep.\n", []),
        ("Read `notes.md` and write down what matters.", []),
        ("Create a summary from `notes.md`.", []),
        ("Never write to `main.lock`.", []),
        ("Write to `mail.example.com` or call `console.log`.", []),
        ("Save it as a `.pdf`.", []),
        ("It reads the session files that Claude Code writes to `~/.tool/sessions/`.", []),
        ("## Where it writes\n\n- Daily notes → `memory/day.md` (creates it)\n- Long ones → `MEMORY.md`\n",
         ["memory/day.md", "MEMORY.md"]),
        ("## Outputs\n\n| File | Location |\n|---|---|\n| Plan | `../out/plan.md` |\n", ["../out/plan.md"]),
        ("| **Inputs** | `in.md` |\n|---|---|\n| **Output** | `out.md` |\n", ["out.md"]),
        ("## Common mistakes\n\nWrites `out.md` twice.", []),
    ],
)  # fmt: skip
def test_a_verb_of_writing_before_a_path(tmp_path: Path, body: str, paths: list[str]):
    found = named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "write", "path")
    assert found == sorted(path.rstrip("/") for path in paths)


def test_the_skills_own_files_and_other_documents_are_left_out(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill("Generate it with `make.py`, and see `references/a.md`. Create `references/b.md`."),
        "make.py": "print(1)\n",
        "references/b.md": "# B\n",
        "references/a.md": "# Django\n\nThe command creates `settings.py`.\n",
    }
    assert named(facts_of(tmp_path, files), "write", "path") == []


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("### 2.1 Create `.ci/build.yml`\n\nDo.\n\n### Step 3 — Write `out/a.md`\n\nx\n\n### Review `b.md`\n\n",
         [".ci/build.yml", "out/a.md"]),
        ("### Create a page in `pages/`\n\nText.\n", []),
        ("生成 `audit/{name}/list.md`，包含：", ["audit/*/list.md"]),
        ("The log goes to `logs/<day>.md`. The rules live in `rules.md`. It never goes to `x/<day>.md`.",
         ["logs/*.md"]),
        ("## File placement\n\n- **Team** (all): `notes/YYYY-<slug>.md`\n", ["notes/YYYY-*.md"]),
        ("It produces pages:\n\n| Kind | Where | Examples |\n|---|---|---|\n| Plan | `plans/` | `plans/a.md` |\n",
         ["plans"]),
        ("Maintain `state.json` as you go.", ["state.json"]),
    ],
)  # fmt: skip
def test_headings_placements_and_columns(tmp_path: Path, body: str, paths: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "write", "path") == sorted(paths)


def test_orders_of_other_documents_count_where_a_name_is_filled_in(tmp_path: Path):
    how = "# How\n\nCreate `audit/{name}/list.md` with parts. Create `src/a.md`. Look at `audit/{name}/b.md`.\n"
    files: dict[str, str | bytes] = {"SKILL.md": skill("Follow `how.md`."), "how.md": how}
    assert named(facts_of(tmp_path, files), "write", "path") == ["audit/*/list.md"]


def test_where_the_description_says_that_it_lives(tmp_path: Path):
    text = "---\nname: alpha\ndescription: The note lives at `notes/<day>.md`, see `a/<b>.md`.\n---\n\nDo.\n"
    assert named(facts_of(tmp_path, {"SKILL.md": text}), "write", "path") == ["notes/*.md"]
