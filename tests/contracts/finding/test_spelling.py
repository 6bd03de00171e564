from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, skill


@pytest.mark.parametrize(
    ("body", "needs"),
    [
        ("First connect the Repo Prompt MCP server.", ["repo-prompt"]),
        ("First connect the Playwright MCP server.", ["playwright"]),
        ("It requires FFmpeg to be installed.", ["ffmpeg"]),
        ("Use the Atlas Cloud CLI only where the Atlas CLI is asked for.", ["atlas"]),
        ("Then ask the S&P Global MCP server.", ["s&p-global"]),
        ("Never commit it.", []),
        ("Find it:\n\n```bash\n# Pseudocode\nfor x in all:\n    flag('a')\n    flag('b')\n```\n", []),
    ],
)
def test_names_of_which_the_text_has_more(tmp_path: Path, body: str, needs: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "need") == needs
