from tests.primitives.asking import asked, level

NAME = "gen.code.other"


def test_a_language_without_a_primitive_of_its_own(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\n```hcl\n" + 'variable "a" { type = string }\n' * 9 + "```\n")
    assert found is not None
    assert (found.level, found.reason) == ("L2", "writes hcl code (1 block)")


def test_short_blocks_are_l1(tmp_path):
    block = "```go\n" + 'fmt.Println("a")\n' * 5 + "```\n"
    assert level(tmp_path, NAME, f"# S\n\n{block}\nAnd:\n\n{block}") == "L1"


def test_templates_inside_yaml_are_code(tmp_path):
    text = "# S\n\n```yaml\n" + "name: {{ .Values.name }}\n" * 9 + "```\n"
    found = asked(tmp_path, NAME, text)
    assert found is not None
    assert "Go template" in found.reason


def test_the_language_of_the_project(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\n1. Write the failing test\n2. Write the minimal code\n3. Run it\n")
    assert found is not None
    assert found.reason == "writes code in the language of the project"


def test_hints_alone_and_plain_yaml_ask_for_none(tmp_path):
    text = "# S\n\nUnit tests. TDD. Bug fixes. Refactoring.\n\n```yaml\n" + "name: a\n" * 9 + "```\n"
    assert level(tmp_path, NAME, text) == "-"


def test_much_of_a_program_is_l3_and_of_configuration_is_not(tmp_path):
    lines = "".join(f"let value_{at} = {at};\n" for at in range(30))
    assert level(tmp_path / "1", NAME, f"# S\n\n```rust\n{lines}```\n") == "L3"
    assert level(tmp_path / "2", NAME, f"# S\n\n```hcl\n{lines}```\n") == "L2"


def test_a_language_that_the_skill_is_about(tmp_path):
    text = "# S\n\nWrite Elixir. Use Phoenix for pages.\n\nElixir has processes. Elixir has no loops.\n"
    assert level(tmp_path / "1", NAME, text) == "-"
    assert level(tmp_path / "2", NAME, text, "Write Elixir services.") == "L3"


def test_a_long_text_needs_more(tmp_path):
    text = "# S\n\n```go\npackage main\n\nfunc main() {\n\tprintln(1)\n}\n```\n"
    assert level(tmp_path / "1", NAME, text * 2) != "-"
    assert level(tmp_path / "2", NAME, text * 2 + "A point to keep in mind.\n\n" * 400) == "-"
