from skillrt.environment.finding.refusals import refused_in
from skillrt.environment.finding.scene import Scene
from tests.skills import module_of


def test_hostile_lines_are_told_with_their_place(tmp_path):
    files = {
        "SKILL.md": "# A\n\n```bash\npip install <name> .\n```\n",
        "requirements.txt": "rich\n--extra-index-url https://x.invalid\n",
        "package.json": '{\n "dependencies": {\n  "a": "git+ssh://x.invalid/a"\n }\n}',
        "setup.sh": "pip install git+https://x.invalid/y.git rich\npip install . $X\n",
    }
    found = list(refused_in(Scene(module_of(tmp_path, files))))
    assert {item.code for item in found} == {"bind.refused-requirement"}
    assert [(item.place.file, item.place.line) for item in found] == [
        ("requirements.txt", 2), ("package.json", 3), ("setup.sh", 1),
    ]  # fmt: skip
    assert "option" in found[0].message


def test_a_plain_skill_has_none(tmp_path):
    files = {"SKILL.md": "# A\n\n```bash\npip install rich && npm i left\n```\n", "requirements.txt": "rich>=13\n"}
    assert list(refused_in(Scene(module_of(tmp_path, files)))) == []
