from pathlib import Path

from tests.contracts.locking import facts_of, named, shell, skill

STEP = """jobs:
  deploy:
    steps:
      - run: |
          echo "$SF_JWT_KEY" | base64 -d > /tmp/key.pem
          sf org login jwt --username "$SF_USERNAME"
        env:
          SF_JWT_KEY: ${{ secrets.SF_JWT_KEY }}
          SF_USERNAME: ${{ secrets.SF_USERNAME }}
"""


def test_of_one_block_all_that_come_from_outside(tmp_path: Path):
    lines = (
        'JOB_ID="$(date)"',
        'curl -H "Authorization: Bearer $SF_API_KEY" "https://a.io/$SF_PROD_USER?j=$JOB_ID"',
        'echo "$HOME ${SF_ALIAS}"',
    )
    assert named(facts_of(tmp_path, {"SKILL.md": skill(shell(*lines))}), "variable") == [
        "SF_ALIAS",
        "SF_API_KEY",
        "SF_PROD_USER",
    ]


def test_steps_of_continuous_integration(tmp_path: Path):
    files: dict[str, str | bytes] = {
        "SKILL.md": skill("See [CI](references/ci.md)."),
        "references/ci.md": f"# CI\n\nA workflow:\n\n```yaml\n{STEP}```\n",
    }
    rows = facts_of(tmp_path, files)
    assert [(row["name"], row["shown"]) for row in rows if row["fact"] == "variable"] == [
        ("SF_JWT_KEY", True),
        ("SF_USERNAME", True),
    ]
    assert [(row["path"], row["shown"]) for row in rows if row["fact"] == "write"] == [("/tmp/key.pem", True)]
    assert "sf" in " ".join(named(rows, "command"))
