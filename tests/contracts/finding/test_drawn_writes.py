from pathlib import Path

import pytest

from tests.contracts.locking import facts_of, named, skill

TREE = "```\nreport/\n├── index.html\n└── data.json\n```\n"


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (f"It creates:\n\n{TREE}", ["report"]),
        ("It creates:\n\n```\nreport/\n  pages/\n    a.md   # One\n  b.json\n```\n", ["report"]),
        ("Save the plan to:\n\n```\ndocs/plans/<name>.md\n```\n", ["docs/plans/*.md"]),
        ("It creates:\n\n" + TREE.replace("report/", "out-dir/"), []),
        (f"The project looks like this:\n\n{TREE}", []),
        (f"Read what others have made:\n\n{TREE}", []),
        ("Write it so:\n\n```\nA sentence, and another.\n```\n", []),
    ],
)
def test_a_tree_is_written_where_the_sentence_before_says_so(tmp_path: Path, body: str, paths: list[str]):
    assert named(facts_of(tmp_path, {"SKILL.md": skill(body)}), "write", "path") == paths
