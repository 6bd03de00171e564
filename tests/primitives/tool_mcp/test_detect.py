from tests.primitives.asking import asked, level

NAME = "tool.mcp"


def test_named_tools_are_counted(tmp_path):
    text = "# S\n\nCall `mcp__tracker__list_rows`, then `mcp__tracker__add_row`.\n"
    found = asked(tmp_path, NAME, text)
    assert found is not None
    assert (found.level, found.reason) == ("L2", "calls 2 tools of MCP servers")


def test_a_single_tool_is_l1(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nUse the MCP tool `mcp__tracker__list_rows`.\n") == "L1"


def test_capitals_are_tools_only_where_the_text_speaks_of_mcp(tmp_path):
    text = "# S\n\n- Call `TRACKER_LIST_ROWS`\n- Call `TRACKER_ADD_ROW`\n"
    assert level(tmp_path / "with", NAME, f"{text}- Over MCP\n") == "L2"
    assert level(tmp_path / "without", NAME, text) == "-"


def test_environment_variables_are_no_tools(tmp_path):
    assert (
        level(tmp_path, NAME, "# S\n\nMCP is another matter. Set `TRACKER_API_KEY` and `TRACKER_BASE_URL`.\n") == "-"
    )


def test_a_skill_on_making_servers_calls_none(tmp_path):
    text = "# S\n\nThe MCP server has a tool `mcp__demo__add`. Start the MCP server.\n"
    assert level(tmp_path / "1", NAME, text, "Use rows of the tracker.") == "L1"
    assert level(tmp_path / "2", NAME, text, "Build an MCP server in Rust.") == "-"
