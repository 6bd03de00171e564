from pathlib import Path

from skillrt.checks.text import unclosed_fences
from tests.skills import module_of


def test_a_fence_that_is_not_closed(tmp_path: Path):
    body = "# A\n\n- item\n\n  ```sh\n  echo\n\nafter\n\n```python\nx = 1\n"
    found = list(unclosed_fences(module_of(tmp_path / "s", {"SKILL.md": body, "more.md": "~~~\nx\n~~~\n"})))
    assert [str(item.place) for item in found] == ["SKILL.md:9:3", "SKILL.md:14:1"]
    assert {item.code for item in found} == {"text.unclosed-fence"}


def test_closed_and_indented_blocks_are_fine(tmp_path: Path):
    body = "# A\n\n```\nx\n```\n\n    indented\n"
    assert list(unclosed_fences(module_of(tmp_path / "s", {"SKILL.md": body}))) == []
