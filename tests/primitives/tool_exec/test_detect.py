from tests.primitives.asking import asked, level

NAME = "tool.exec"
SCRIPT = {"scripts__make_py": "print(1)\n"}


def test_one_bundled_script_is_l1(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\n```bash\npython scripts/make.py\n```\n", **SCRIPT)
    assert found is not None
    assert (found.level, found.reason) == ("L1", "runs a bundled script")


def test_commands_and_own_code_are_l2(tmp_path):
    assert level(tmp_path / "a", NAME, "# S\n\n```bash\ngit diff --staged\n```\n") == "L2"
    found = asked(tmp_path / "b", NAME, "# S\n\n```python\n" + "print(1)\n" * 9 + "```\n")
    assert found is not None
    assert (found.level, found.reason) == ("L2", "runs code that it writes")


def test_steps_that_run_one_after_the_other_are_l3(tmp_path):
    steps = "".join(f"### Step {at}\n\n```bash\nmvn stage{at} -q\n```\n\n" for at in (1, 2, 3))
    assert level(tmp_path, NAME, f"# S\n\n## Workflow\n\n{steps}") == "L3"


def test_steps_that_run_one_script_are_l2(tmp_path):
    steps = "".join(f"### Step {at}\n\n```bash\npython scripts/make.py {at}\n```\n\n" for at in (1, 2, 3))
    assert level(tmp_path, NAME, f"# S\n\n## Workflow\n\n{steps}", **SCRIPT) == "L2"


def test_a_text_full_of_commands_is_l3_unless_they_run_a_bundled_script(tmp_path):
    commands = "".join(f"mvn goal{at} -q\n" for at in range(30))
    assert level(tmp_path / "1", NAME, f"# S\n\n```bash\n{commands}```\n") == "L3"
    assert level(tmp_path / "2", NAME, f"# S\n\n```bash\n{commands[16:]}```\n") == "L2"
    calls = "".join(f"python scripts/make.py {at}\n" for at in range(30))
    assert level(tmp_path / "3", NAME, f"# S\n\n```bash\n{calls}```\n", **SCRIPT) == "L1"


def test_numbered_examples_are_no_chain(tmp_path):
    parts = "".join(f"### {at}. Kind\n\n```bash\nmvn kind{at} -q\n```\n\n" for at in (1, 2, 3))
    assert level(tmp_path, NAME, f"# S\n\n## Kinds\n\n{parts}") == "L2"


def test_text_that_asks_to_run_tests(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nRun the tests and read what they print.\n") == "L2"


def test_installing_alone_and_snippets_of_a_project_ask_for_none(tmp_path):
    code = "```javascript\n" + "const a = 1;\n" * 12 + "```\n"
    assert level(tmp_path, NAME, f"# S\n\n```bash\npip install pandas\n```\n\n{code}") == "-"


def test_a_command_in_the_text_is_run(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\nOpen an issue with `gh issue create` and share its number.\n")
    assert found is not None
    assert (found.level, found.evidence[0].reason) == ("L2", "names a command to run")
    assert level(tmp_path / "2", NAME, "# S\n\nThe history is kept by `git`. The file is `make.txt`.\n") == "-"


def test_a_call_of_a_bundled_script_in_the_text_is_no_command_of_its_own(tmp_path):
    text = "# S\n\n```bash\npython scripts/make.py\n```\n\nStart `python scripts/make.py` again.\n"
    assert level(tmp_path, NAME, text, **SCRIPT) == "L1"
