from tests.primitives.asking import asked, level

NAME = "reason.logic"


CHOICES = (
    "# S\n\n## Choosing a store\n\nChoose the right index based on size and recall. Best for small data: flat.\n\n"
    "Prefer trees over lists when order matters. It depends on cost.\n"
)


def test_what_to_choose_by_several_conditions_is_level_2(tmp_path):
    found = asked(tmp_path, NAME, CHOICES)
    assert found is not None
    assert found.level == "L2"
    assert "is a section on what to choose" in {item.reason for item in found.evidence}


def test_many_jobs_are_a_choice(tmp_path):
    jobs = "".join(f"## Do thing {at}\n\n```python\nimport lib\nlib.do({at})\n```\n\n" for at in range(4))
    assert level(tmp_path, NAME, f"# S\n\n{jobs}") == "L2"


def test_single_conditions_count_little(tmp_path):
    text = "# S\n\n" + "".join(f"If the file {at} is there, fall back to it.\n\n" for at in range(3))
    assert level(tmp_path, NAME, text, "Decide which file to take.") == "L2"
    assert level(tmp_path / "2", NAME, text) == "L1"


def test_an_optimum_under_constraints_is_level_3(tmp_path):
    text = "# S\n\nMinimise cost subject to constraints. Find the Pareto front. It is multi-objective.\n"
    assert level(tmp_path, NAME, text.replace("Minimise", "Minimize"), "Decide between plans.") == "L3"


def test_plain_work_needs_no_choice(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nRun the tests and read what they print.\n") == "-"


def test_who_analyses_goes_by_what_is_found(tmp_path):
    text = "# S\n\nIf the row is empty, drop it.\n\n" + "The table is long.\n\n" * 90
    assert level(tmp_path / "1", NAME, text) == "-"
    assert level(tmp_path / "2", NAME, f"{text}\nFind the bugs. Diagnose the root cause.\n") == "L1"


def test_where_the_user_is_asked_the_agent_decides_less(tmp_path):
    text = "# S\n\nIf the row is empty, drop it.\n\n" + "The table is long.\n\n" * 20
    assert level(tmp_path / "1", NAME, text) == "L1"
    assert level(tmp_path / "2", NAME, f"{text}Ask the user for the table.\n") == "-"
