from tests.primitives.asking import asked, level

NAME = "reason.analysis"


def test_a_skill_about_reviewing(tmp_path):
    text = "# S\n\nFind the bugs in the change. Identify risks.\n\n## Troubleshooting\n\nRead the log.\n"
    found = asked(tmp_path, NAME, text, "Review changes before they are merged.")
    assert found is not None
    assert found.level == "L2"
    assert "is about analysing, reviewing or judging" in {item.reason for item in found.evidence}


def test_causes_across_a_repository_are_level_3(tmp_path):
    text = (
        "# S\n\nFind the root cause. Trace the call through the codebase. Read the whole repository.\n\n"
        "Investigate each report across several files.\n"
    )
    assert level(tmp_path, NAME, text, "Diagnose failures.") == "L3"


def test_what_code_analyses_does_not_count(tmp_path):
    text = "# S\n\nAnalyze the table:\n\n```python\nframe.describe()\n```\n"
    assert level(tmp_path, NAME, text) == "-"


def test_plain_work_is_no_analysis(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nConvert the file and store it.\n") == "-"
