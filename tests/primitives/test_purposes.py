import pytest

from skillrt.primitives import jobs_of
from skillrt.primitives.purposes import has_steps
from tests.primitives.asking import view_of

CODE = "```python\nimport lib\nlib.do()\n```\n\n"


def titles(folder, text, **files):
    return [job.title for job in jobs_of(view_of(folder, text, **files))]


def test_parts_with_code_are_jobs_and_the_rest_is_not(tmp_path):
    text = (
        f"# S\n\n## Overview\n\n{CODE}## Create a table\n\n{CODE}## Merge tables\n\n{CODE}"
        f"## Best practices\n\n{CODE}## Troubleshooting\n\n{CODE}## Ideas\n\nSome words.\n"
    )
    assert titles(tmp_path, text) == ["Create a table", "Merge tables"]


def test_a_heading_that_only_holds_jobs_gives_way_to_them(tmp_path):
    text = (
        f"# S\n\n## Quick start\n\n{CODE}## Core capabilities\n\n### 1. Read tables\n\n{CODE}"
        f"### 2. Draw charts\n\n{CODE}### Best practices\n\n{CODE}"
        f"## Common patterns\n\n### Pattern 1: Both\n\n{CODE}### Pattern 2: None\n\n{CODE}"
    )
    jobs = jobs_of(view_of(tmp_path, text))
    assert [job.title for job in jobs] == ["1. Read tables", "2. Draw charts"]
    assert [job.id for job in jobs] == ["p1", "p2"]


@pytest.mark.parametrize(
    "text",
    [
        f"# S\n\n## Step 1: Open\n\n{CODE}## Step 2: Read\n\n{CODE}## Step 3: Close\n\n{CODE}",
        f"# S\n\n## Workflow\n\n### Step 1: Open\n\n{CODE}### Step 2: Close\n\n{CODE}",
        "# S\n\nDo as you are told.\n",
    ],
)
def test_a_workflow_is_one_job(tmp_path, text):
    assert titles(tmp_path, text) == ["s"]


def test_a_skill_that_leads_to_its_references_has_their_jobs(tmp_path):
    guides = {
        "references__logs_md": "# Logs\n\nOne. Two. Three.\n",
        "references__mail_md": "# Mail\n\nOne. Two. Three.\n",
    }
    assert titles(tmp_path / "1", "# S\n\nRead the guide that fits.\n", **guides) == ["Logs", "Mail"]
    only = {"references__all_md": f"# All\n\n## Send mail\n\n{CODE}## Read mail\n\n{CODE}## Notes\n\n{CODE}"}
    assert titles(tmp_path / "2", "# S\n\nRead the guide.\n", **only) == ["Send mail", "Read mail"]


def test_references_of_a_procedure_serve_its_steps(tmp_path):
    steps = "# S\n\n## Process\n\n1. Open it\n2. Read it\n3. Sort it\n4. Close it\n"
    guides = {"a_md": "# A\n\nOne. Two. Three.\n", "b_md": "# B\n\nOne. Two. Three.\n"}
    assert titles(tmp_path, steps, **guides) == ["s"]
    assert has_steps(view_of(tmp_path / "2", steps))


def test_what_not_to_do_is_no_job(tmp_path):
    text = f"# S\n\n## Send mail\n\n{CODE}## Read mail\n\n{CODE}## ❌ Send everything\n\n{CODE}"
    assert titles(tmp_path, text) == ["Send mail", "Read mail"]
