from tests.primitives.asking import asked, level

NAME = "reason.planning"


def test_splitting_work_in_a_skill_about_plans(tmp_path):
    text = "# S\n\nBreak the goal into tasks. Write a migration plan with milestones.\n"
    found = asked(tmp_path, NAME, text, "Plan large migrations.")
    assert found is not None
    assert found.level == "L2"


def test_changing_the_plan_is_level_3(tmp_path):
    text = "# S\n\nDecompose the goal. Revise the plan after each answer. Keep a rollback plan.\n"
    assert level(tmp_path, NAME, text, "Plan large migrations.") == "L3"


def test_a_plan_in_passing_is_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nTerraform shows the plan before it changes anything.\n") == "-"
