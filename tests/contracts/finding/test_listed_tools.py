from pathlib import Path

from tests.contracts.locking import facts_of, named, skill


def test_tools_of_a_server_that_a_part_lists(tmp_path: Path):
    body = (
        "The Skill Seekers MCP server has them.\n\n## Available tools\n\n### Post\n\n- `upload_skill` - up\n"
        "- `scrape_docs(url)` - down\n- writes `a_field`\n\n## Fields\n\n- `user_id` - who\n\n"
        "| Tool | Use |\n|---|---|\n| `list_all` | `x_y` |\n"
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "tool") == ["list_all", "scrape_docs", "upload_skill"]


def test_names_of_a_skill_without_servers_are_no_tools(tmp_path: Path):
    assert named(facts_of(tmp_path, {"SKILL.md": skill("## Tools\n\n- `read_csv` - reads")}), "tool") == []


def test_tools_that_a_sentence_lists(tmp_path: Path):
    body = (
        "Prefer the MCP server (read-only tools: `list_accounts`,\n`get_balances` and `get_all()`), with `user_id`.\n"
    )
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "tool") == [
        "get_all",
        "get_balances",
        "list_accounts",
    ]
