from pathlib import Path

from tests.contracts.locking import drift, facts_of, named, skill, told

BLOCK = "Add this:\n\n```\n# post it\n0 8,14,20 * * * cd ~/x && python scripts/post.py\n```\n"


def test_entries_of_blocks_and_code_spans(tmp_path: Path):
    body = f"{BLOCK}\nOr `*/30 * * * * /usr/bin/x --all`; not `0 8 * * *` alone, nor `1 2 3 4 5 6`.\n"
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "cron", "text") == [
        "*/30 * * * * /usr/bin/x --all",
        "0 8,14,20 * * * cd ~/x && python scripts/post.py",
    ]


def test_it_is_told(tmp_path: Path):
    old, new = skill("Post it."), skill(f"Post it.\n\n{BLOCK}")
    found = told(drift(tmp_path, {"skills/alpha/SKILL.md": old}, {"skills/alpha/SKILL.md": new}))
    message = "now has the entry for cron `0 8,14,20 * * * cd ~/x && python scripts/post.py`"
    assert ("lock.command-added", message) in found
