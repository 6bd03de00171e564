from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.having import has_python
from tests.skills import module_of


def says(folder, files):
    return has_python(SkillView(module_of(folder, files), lexicon()))


def test_scripts_code_and_commands_show_it(tmp_path):
    assert says(tmp_path / "a", {"SKILL.md": "# A\n", "scripts/x.py": "print(1)\n"})
    assert says(tmp_path / "b", {"SKILL.md": "# A\n\n```python\nprint(1)\n```\n"})
    assert says(tmp_path / "c", {"SKILL.md": "# A\n\n```bash\npython3 -m http.server\n```\n"})
    assert not says(tmp_path / "d", {"SKILL.md": "# A\n\nNot in python here.\n\n```bash\nls\n```\n"})
