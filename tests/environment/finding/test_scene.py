from skillrt.environment.finding.scene import Scene, place_of_file
from tests.skills import module_of

FILES = {
    "SKILL.md": "---\nname: a\ndescription: b\n---\n\n# A\n\n```bash\njq . x.json\n```\n",
    "references/more.md": "# More\n\n```python\nimport rich\n```\n",
    "LICENSE.md": "# Licence\n\n```bash\nnever\n```\n",
    "scripts/run.py": "import json\n",
    "data.json": "{}",
}


def test_documents_to_follow_their_code_and_the_programs(tmp_path):
    scene = Scene(module_of(tmp_path, FILES))
    assert [item.path for item in scene.documents] == ["SKILL.md", "references/more.md"]
    assert [fence.language for fence in scene.fences] == ["shell", "python"]
    assert [item.path for item in scene.scripts] == ["scripts/run.py"]


def test_the_place_of_a_document():
    assert place_of_file("SKILL.md") == place_of_file("skill.md") == "main"
    assert place_of_file("references/SKILL.md") == "document"
