from pathlib import Path

from tests.contracts.locking import facts_of, named, skill


def test_servers_that_begin_an_item_go_by_their_whole_name(tmp_path: Path):
    body = (
        "- S&P Global MCP — For peers\n- Alpha Vantage MCP: prices\n- **PitchBook MCP** — deals\n"
        "- Use Figma MCP: it draws\n"
        "- MCP servers\n- The MCP: x\n\n| Server | For |\n|---|---|\n| Linear MCP | issues |\n"
    )
    found = named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "need")
    assert found == ["alpha-vantage", "figma", "linear", "pitchbook", "s&p-global"]
