from pathlib import Path

from skillrt.passes.linking.files import Tree
from tests.skills import module_of


def test_a_tree_answers_by_every_name(tmp_path: Path):
    read = module_of(tmp_path / "sample", {"SKILL.md": "x", "scripts/lib/A.py": "", "b.md": ""})
    tree = Tree.of(read)
    assert tree.names == {"sample"}
    assert tree.paths == {"SKILL.md", "scripts/lib/A.py", "b.md"}
    assert tree.folders == {"scripts", "scripts/lib"}
    assert tree.by_lower["scripts/lib/a.py"] == ["scripts/lib/A.py"]
    assert tree.by_name["a.py"] == ["scripts/lib/A.py"]
    assert tree.by_stem["scripts/lib/A"] == ["scripts/lib/A.py"]
    assert {"a.py", "a", "lib", "b.md"} <= tree.words
