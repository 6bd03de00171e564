from pathlib import Path

import pytest

from skillrt.environment.find import FINDERS
from skillrt.surveys.needs import needs_of
from skillrt.surveys.record import Needs
from tests.skills import module_of

CODE = "```python\nimport pandas as pd\npd.read_csv('x.csv')\n```\n"


@pytest.mark.parametrize(
    ("text", "files", "undeclared"),
    [
        (CODE, {}, 1),
        (f"First `pip install pandas`.\n\n{CODE}", {}, 0),
        (f"```bash\npip install pandas\n```\n\n{CODE}", {}, 0),
        (f"You need the Python package `pandas` for this.\n\n{CODE}", {}, 0),
        (CODE, {"requirements.txt": "pandas>=2\n"}, 0),
    ],
)
def test_undeclared_is_what_only_its_use_shows(tmp_path: Path, text: str, files: dict[str, str], undeclared: int):
    found = needs_of(module_of(tmp_path / "s", {"SKILL.md": f"# T\n\n{text}", **files}))
    assert found["python"] == Needs(1, 0, undeclared)


def test_what_every_machine_has_needs_no_word(tmp_path: Path):
    text = "# T\n\n```bash\ngrep x y\nffmpeg -i a.mov b.mp4\n```\n"
    found = needs_of(module_of(tmp_path / "s", {"SKILL.md": text}))["system"]
    assert (found.required, found.undeclared) == (1, 1)


def test_each_way_that_counts_as_said_is_one_that_some_finder_gives():
    from skillrt.surveys.needs import _said

    source = Path(FINDERS[0].__code__.co_filename).parents[1]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.py")))
    texts += "\n".join(path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.toml")))
    assert [way for way in sorted(_said()) if f'"{way}"' not in texts] == []
