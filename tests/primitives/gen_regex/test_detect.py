from tests.primitives.asking import level

NAME = "gen.regex"


def rule(pattern):
    return f"# S\n\n```yaml\nrules:\n  - regex: {pattern}\n```\n"


def test_levels_follow_the_pattern(tmp_path):
    assert level(tmp_path / "1", NAME, rule("[0-9]+")) == "L1"
    assert level(tmp_path / "2", NAME, rule("(https?)://[a-z]+")) == "L2"
    assert level(tmp_path / "3", NAME, rule("(?P<name>[a-z]+)")) == "L3"


def test_a_literal_is_no_pattern(tmp_path):
    assert level(tmp_path, NAME, rule("true")) == "-"


def test_patterns_inside_a_program_are_a_detail_of_it(tmp_path):
    assert level(tmp_path, NAME, '# S\n\n```python\nimport re\nre.sub(r"\\d+", "", text)\n```\n') == "-"


def test_patterns_in_commands_are_mostly_given_with_them(tmp_path):
    block = '```bash\n[[ "$tag" =~ ^v[0-9]+(a|b)$ ]]\n```\n\nThen:\n\n'
    assert level(tmp_path / "1", NAME, f"# S\n\n{block}") == "-"
    assert level(tmp_path / "3", NAME, f"# S\n\n{block * 3}") == "L2"


def test_text_that_asks_for_one_or_speaks_of_design_patterns(tmp_path):
    assert level(tmp_path / "asks", NAME, "# S\n\nWrite a regex for the dates.\n") == "L2"
    assert level(tmp_path / "design", NAME, "# S\n\nFollow the repository pattern. Patterns repeat.\n") == "-"
