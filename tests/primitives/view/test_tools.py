from skillrt.primitives.view.tools import harness_tools, mcp_tools
from tests.primitives.asking import view_of

READS = frozenset({"file.read"})


def test_names_of_tools_of_servers(tmp_path):
    text = "# S\n\nOver MCP: `mcp__a__list`, `azmcp-group-list`, `ROWS_LIST_ALL`, `ROWS_API_KEY`, `plain`.\n"
    assert sorted(mcp_tools(view_of(tmp_path, text))) == ["ROWS_LIST_ALL", "azmcp-group-list", "mcp__a__list"]


def test_a_block_that_begins_with_a_tool_names_it(tmp_path):
    assert list(mcp_tools(view_of(tmp_path, "# S\n\nOver MCP:\n\n```\nROWS_LIST_ALL\nlimit: 3\n```\n"))) == [
        "ROWS_LIST_ALL"
    ]


def test_capitals_mean_nothing_without_mcp(tmp_path):
    assert mcp_tools(view_of(tmp_path, "# S\n\nCall `ROWS_LIST_ALL`.\n")) == {}


def test_tools_of_harnesses_count_in_the_text(tmp_path):
    view = view_of(tmp_path / "text", "# S\n\nUse the Read tool on it.\n")
    assert [item.weight for item in harness_tools(view, READS, "L2", 0.5, "why")] == [0.5]
    allowed = view_of(tmp_path / "front", "# S\n\nThink.\n", "Says something.\nallowed-tools: Read")
    assert list(harness_tools(allowed, READS, "L2", 0.5, "why")) == []
