from tests.primitives.asking import level

NAME = "tool.call.format"


def test_nested_arguments_are_l3(tmp_path):
    call = '```\nTRACKER_ADD_ROWS\nrows: [{name: "a", tags: ["b"]}]\n```\n'
    assert level(tmp_path, NAME, f"# S\n\nOver MCP:\n\n{call}\nAnd:\n\n{call}") == "L3"


def test_described_parameters_are_l2(tmp_path):
    text = "# S\n\nCall `mcp__tracker__add_row` with a name.\n\nKey parameters:\n\n- `name`\n"
    assert level(tmp_path, NAME, text) == "L2"


def test_tools_without_parameters_and_parameters_without_tools_ask_for_none(tmp_path):
    assert level(tmp_path / "tool", NAME, "# S\n\nUse `mcp__tracker__list_rows`.\n") == "-"
    assert level(tmp_path / "words", NAME, "# S\n\nKey parameters: an array of objects.\n") == "-"
