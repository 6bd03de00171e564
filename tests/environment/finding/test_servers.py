import pytest

from skillrt.environment.finding.servers import sightings
from tests.environment.sighted import names, sighted


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Call `mcp__paper-trail__list_all` first.\n", {("paper-trail", "use")}),
        ("Allow `mcp__papertrail__*` and `mcp__other_one`.\n", {("papertrail", "use"), ("other-one", "use")}),
        ("Use the Papertrail MCP server.\n", {("papertrail", "use")}),
        ("Use the Papertrail.io MCP server.\n", {("papertrail", "use")}),
        ("It needs `papertrail` MCP tools.\n", {("papertrail", "use")}),
        ("Optional: the Papertrail MCP.\n", {("papertrail", "optional")}),
        ("```bash\nclaude mcp add --transport http papertrail https://x\n```\n", {("papertrail", "use")}),
        ('```json\n{"mcpServers": {"papertrail-mcp": {"command": "x"}}}\n```\n', {("papertrail", "use")}),
        ("```toml\n[mcp_servers.papertrail]\ncommand = 'x'\n```\n", {("papertrail", "use")}),
    ],
)
def test_servers(tmp_path, body, expected):
    assert names(tmp_path, sightings, body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Start MCP servers. Hosted MCP servers are many. A Ruby MCP server can be written.\n",
        "The MCP protocol and an MCP server. Local MCP is fine.\n",
        '```json\n{"mcpServers": {"my-server": {}}}\n```\n',
        '```json\n{"mcpServers": [1], \n```\n',
        '```json\n["mcpServers", {}]\n```\n',
    ],
)
def test_what_only_speaks_of_servers(tmp_path, body):
    assert names(tmp_path, sightings, body) == set()


def test_the_front_matter(tmp_path):
    head = (
        "---\nname: a\ndescription: b\nallowed-tools: mcp__one__get, Read\n"
        "requires:\n  mcp: [two, 7]\nmcp: three\n---\n\nT.\n"
    )
    found = sighted(tmp_path, sightings, {"SKILL.md": head})
    assert sorted((name, manner, line) for _, name, manner, line in found) == [
        ("one", "use", 4),
        ("three", "declare", 7),
        ("two", "declare", 6),
    ]


def test_products_that_are_listed_beside_servers(tmp_path):
    body = "Look whether there are sources (e.g., Slack, Google Drive, or other MCP servers) to read.\n"
    assert names(tmp_path, sightings, body) == {("slack", "alternative"), ("google-drive", "alternative")}


def test_a_tool_is_no_server(tmp_path):
    assert names(tmp_path, sightings, "Call the `search_things` MCP tool.\n") == set()


def test_a_class_of_servers_is_no_server(tmp_path):
    assert names(tmp_path, sightings, "Look for them: **09 - Shadow MCP Servers**\n") == set()
