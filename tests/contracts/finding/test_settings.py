from pathlib import Path

from tests.contracts.locking import facts_of, named, skill

SERVER = """\
```json
{"mcpServers": {"tracker": {
  "command": "uvx",
  "args": ["tracker-server==0.2.0"],
  "env": {"TRACKER_URL": "https://x.io", "PATH": "/bin"}
}}}
```
"""


def test_a_server_that_settings_start_and_what_they_give_to_it(tmp_path: Path):
    rows = facts_of(tmp_path, {"SKILL.md": skill(f"Add the server:\n\n{SERVER}")})
    assert "uvx" in named(rows, "command")
    assert named(rows, "variable") == ["TRACKER_URL"]


def test_variables_of_toml_and_a_hook(tmp_path: Path):
    body = (
        '```toml\n[mcp_servers.x.env]\nX_TOKEN = "a"\n```\n\n'
        '```json\n{"hooks": {"Stop": [{"type": "command", "command": "node .claude/stop.js"}]}}\n```\n'
    )
    rows = facts_of(tmp_path, {"SKILL.md": skill(body)})
    assert named(rows, "variable") == ["X_TOKEN"]
    assert named(rows, "command") == ["node"]


def test_a_record_with_a_field_of_that_name_starts_nothing(tmp_path: Path):
    body = '```json\n{"tool": "Bash", "command": "git push"}\n```\n'
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "command") == []
