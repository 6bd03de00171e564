from skillrt.passes.concurrency.plan import plans_of
from tests.skills import module_of

STEPS = "1. Read the file.\n2. Write the summary.\n3. Check the result.\n"


def plans(tmp_path, files):
    return plans_of(module_of(tmp_path / "s", files))


def test_the_workflows_of_skill_md_come_first_and_alone(tmp_path):
    other = f"# R\n\n## Workflow\n\n{STEPS}"
    found = plans(tmp_path, {"SKILL.md": f"# T\n\n## Steps\n\n{STEPS}", "references/a.md": other})
    assert [(plan.id, plan.works[0].span.file) for plan in found.plans] == [("w1", "SKILL.md")]
    assert [work.id for work in found.plans[0].works] == ["s1", "s2", "s3"]


def test_without_one_those_of_other_documents_count(tmp_path):
    steps = f"# R\n\n## Steps\n\n{STEPS}"
    found = plans(tmp_path, {"SKILL.md": "# T\n\nSee it.\n", "a.md": steps, "README.md": steps})
    assert [plan.works[0].span.file for plan in found.plans] == ["a.md"]


def test_a_setup_before_the_only_workflow_is_its_first_step(tmp_path):
    found = plans(tmp_path, {"SKILL.md": f"# T\n\n## Setup\n\nInstall it.\n\n## Steps\n\n{STEPS}"})
    assert found.plans[0].works[0].draft.title == "Setup"


def test_a_decision_stands_before_several_workflows(tmp_path):
    text = f"# T\n\n## Modes\n\nQuick or full.\n\n## Quick flow\n\n{STEPS}\n## Full flow\n\n{STEPS}"
    found = plans(tmp_path, {"SKILL.md": text})
    assert found.decision is not None
    assert (found.decision.id, found.decision.workflow) == ("s1", "")
    assert [plan.works[0].id for plan in found.plans] == ["s2", "s5"]
    # for one workflow it decides nothing
    assert plans(tmp_path / "x", {"SKILL.md": f"# T\n\n## Modes\n\nx\n\n## Quick flow\n\n{STEPS}"}).decision is None


def test_a_branch_that_skill_md_has_picked_in_other_documents(tmp_path):
    files = {
        "SKILL.md": "# T\n\n## Pick a branch\n\nLogic or looks.\n",
        "LOGIC.md": f"# L\n\n## Steps\n\n{STEPS}",
        "LOOKS.md": f"# K\n\n## Steps\n\n{STEPS}",
    }
    found = plans(tmp_path, files)
    assert found.decision is not None
    assert found.decision.span.file == "SKILL.md"


def test_what_is_to_be_done_when_the_steps_are_is_the_last_one(tmp_path):
    text = f"# T\n\n## Steps\n\n{STEPS}\n## Checklist\n\nBefore marking it done:\n\n- [ ] All tests pass\n"
    found = plans(tmp_path, {"SKILL.md": text})
    assert found.plans[0].works[-1].draft.title == "Checklist"
    other = text.replace("Before marking it done", "It is good when")
    assert plans(tmp_path / "x", {"SKILL.md": other}).plans[0].works[-1].draft.title == "Check the result."


def test_checks_are_told_of_in_a_report(tmp_path):
    checks = "".join(f"## Check A-{at}: Part {at}\n\nLook for it in the code.\n\n" for at in range(1, 5))
    found = plans(tmp_path, {"SKILL.md": f"# T check\n\n{checks}## Report format\n\nOne line each.\n"})
    assert [work.draft.title for work in found.plans[0].works][-2:] == ["Check A-4: Part 4", "Report format"]
