import pytest

from skillrt.primitives import SkillView, lexicon
from skillrt.primitives.calculating import formulas
from tests.skills import module_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("payback = cost / (income - upkeep).", ("'cost/(income-upkeep)' cost=... income=... upkeep=...",)),
        ("area = width × height\narea = width × height", ("'width*height' width=... height=...",)),
        ("Limit = 300RU/s", ()),
        ("Mode = fast and - well - loud", ()),
        ("Size = 3 (4 + n)", ()),
        ("x = (a + b", ()),
        ("total = 2 + 3", ()),
    ],
)
def test_formulas_of_a_text(tmp_path, text, found):
    view = SkillView(module_of(tmp_path / "a", {"SKILL.md": f"# A\n\n{text}\n"}), lexicon())
    assert formulas(view) == found


def test_code_of_a_language_has_no_formulas(tmp_path):
    text = "# A\n\n```python\nx = a * b\n```\n\n```\ny = c * d\n```\n"
    view = SkillView(module_of(tmp_path / "a", {"SKILL.md": text}), lexicon())
    assert formulas(view) == ("'c*d' c=... d=...",)
