from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, skill


@pytest.mark.parametrize(
    ("body", "servers"),
    [
        ("The **Ansvar Gateway** MCP connector must be connected.", ["ansvar-gateway"]),
        ("You have access to the Skill Seekers MCP server.", ["skill-seekers"]),
        ("Fetched live through the Ansvar\nGateway MCP connector.", ["ansvar-gateway"]),
        ("Configure Every MCP server, and build an MCP server.", []),
    ],
)
def test_servers_of_several_words(tmp_path: Path, body: str, servers: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "need") == servers
