from pathlib import Path
from typing import Any

from tests.contracts.locking import facts_of, named, shell, skill

BLOCK = "```{}\n{}\n```\n"
REACT = BLOCK.format("tsx", 'import { useState } from "react";\nimport { z } from "zod";')


def needs(tmp_path: Path, files: dict[str, str | bytes]) -> dict[str, tuple[bool, bool]]:
    """Needs and variables with whether they are required, and whether only shown."""
    rows: list[dict[str, Any]] = facts_of(tmp_path, files)
    return {
        row["name"]: (row["required"], row.get("shown", False)) for row in rows if row["fact"] in ("need", "variable")
    }


def test_what_only_code_of_the_documents_imports_is_shown(tmp_path: Path):
    found = needs(tmp_path, {"SKILL.md": skill(f"Write it so:\n\n{REACT}")})
    assert found == {"react": (False, True), "zod": (False, True)}


def test_what_is_installed_or_used_by_a_program_is_asked_for(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill(f"{REACT}\n{shell('npm install react')}"),
        "scripts/a.mjs": 'import { z } from "zod";\n',
    }
    found = needs(tmp_path, files)
    assert found["react"] == (True, False)
    assert found["zod"] == (True, False)


def test_a_sample_file_shows_as_a_block_does(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill("Look at `assets/sample-form.tsx`."),
        "assets/sample-form.tsx": 'import { useForm } from "react-hook-form";\n',
    }
    assert needs(tmp_path, files) == {"react-hook-form": (False, True)}


def test_python_of_documents_is_shown_and_variables_of_the_instructions_are_read(tmp_path: Path):
    code = 'import os\nimport {}\nKEY = os.environ["{}_API_KEY"]'
    files: dict[str, str | bytes] = {
        "SKILL.md": skill(BLOCK.format("python", code.format("pandas", "SHEETS")) + "\nSee references/a.md."),
        "references/a.md": "# Secrets\n\n" + BLOCK.format("python", code.format("hvac", "VAULT")),
    }
    found = needs(tmp_path, files)
    assert found["pandas"] == (True, True)
    assert found["hvac"] == (False, True)
    assert found["SHEETS_API_KEY"] == (True, False)
    assert found["VAULT_API_KEY"] == (False, True)


def test_what_stands_behind_a_shown_package_is_not_told(tmp_path: Path):
    block = BLOCK.format("tsx", 'import { render } from "@testing-library/react";')
    assert set(needs(tmp_path, {"SKILL.md": skill(block)})) == {"@testing-library/react"}


def test_a_default_in_a_shell_of_the_instructions_is_read(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill(shell('D="${MAESTRO_PLANNING_DIR:-docs}"', 'mkdir "$D"'))})
    assert [row.get("shown", False) for row in rows if row["fact"] == "variable"] == [False]


def test_a_package_of_an_example_is_named(tmp_path: Path):
    block = BLOCK.format("", "Found: textlint-rule-a\nAction: npm install textlint-rule-a")
    body = f"Search first.\n\n## Example: dead links\n\n{block}"
    rows = [row for row in facts_of(tmp_path, {"SKILL.md": skill(body)}) if row["fact"] == "need"]
    assert [(row["name"], row.get("named", False)) for row in rows if row["kind"] == "node"] == [
        ("textlint-rule-a", True)
    ]


def test_code_that_belongs_into_a_project_needs_neither_node_nor_its_own_modules(tmp_path: Path):
    test = BLOCK.format("typescript", 'import { it } from "vitest";\nit("runs", () => {});')
    own = BLOCK.format("python", "import numpy as np\nfrom data_loader import load\nprint(np.mean(load()))")
    rows = [row for row in facts_of(tmp_path, {"SKILL.md": skill(f"Write tests.\n\n{test}\n{own}")})]
    assert {row["name"] for row in rows if row["fact"] == "need"} == {"vitest", "numpy"}


def test_modules_that_a_platform_brings_are_no_packages(tmp_path: Path):
    lines = ("import { Element } from 'lwc';", "import x from '@salesforce/apex/A.b';", "import http from 'k6/http';")
    code = BLOCK.format("js", "\n".join(lines))
    assert named(facts_of(tmp_path, {"SKILL.md": skill(code)}), "need") == []
    kept = facts_of(tmp_path / "b", {"SKILL.md": skill(shell("npm install lwc") + code)})
    assert "lwc" in named(kept, "need")


def test_what_code_calls_by_its_usual_name_is_shown_as_what_it_imports(tmp_path: Path):
    code = BLOCK.format("python", "import statsmodels.api as sm\nimport numpy as np") + "\n\n"
    found = needs(tmp_path, {"SKILL.md": skill(code + BLOCK.format("python", "y = np.array([1])\nsm.OLS(y, y)"))})
    assert {name: shown for name, (_, shown) in found.items()} == {"numpy": True, "statsmodels": True}


def test_modules_of_another_folder_and_stand_ins_are_no_packages(tmp_path: Path):
    code = 'import sys\n\nsys.path.insert(0, "../zq-common")\nfrom zq_common.registry import X\nimport rich\n'
    body = "```toml\n[project.optional-dependencies]\nvalidation = ['repo-b', 'rich']\n```\n"
    found = facts_of(tmp_path, {"SKILL.md": skill(body + "\nRun `scripts/a.py`."), "scripts/a.py": code})
    assert [row["name"] for row in found if row["fact"] == "need" and row["kind"] == "python"] == ["rich"]
