import pytest

from skillrt.environment.finding.package_prose import sightings
from tests.sightings import seen

KNOWN = {
    "requirements-txt",
    "pandas",
    "openpyxl",
    "rich",
    "requests",
    "scikit-learn",
    "numpy",
    "python-docx",
    "build",
    "jq",
    "torch",
    "statistics",
}


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setattr("skillrt.environment.finding.package_prose.is_known_distribution", KNOWN.__contains__)


def _found(tmp_path, text):
    found = seen(sightings, tmp_path, {"SKILL.md": f"# A\n\n{text}\n"})
    return [(item.name, item.version, item.manner) for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "It requires the `rich` library.",
        "Uses the `rich` Python package to print.",
        "Install dependencies: `rich`",
        "**Python packages:** `rich`",
    ],
)
def test_sentences(tmp_path, text):
    assert _found(tmp_path, text) == [("rich", "", "use")]


def test_lists_of_requirements(tmp_path):
    text = "## Requirements\n\n- Python 3.10+\n- pandas 1.4.3+\n- **numpy** >= 1.23 - arrays\n"
    text += "- `requests`\n- Build the thing\n- jq\n"
    assert _found(tmp_path, text) == [
        ("pandas", ">=1.4.3", "use"),
        ("numpy", ">=1.23", "use"),
        ("requests", "", "use"),
    ]
    text = "## Requirements\n\n- pandas, scikit-learn, numpy\n- pandas, to begin with\n"
    assert [name for name, _, _ in _found(tmp_path, text)] == ["pandas", "scikit-learn", "numpy", "pandas"]
    assert _found(tmp_path, "**Optional for plots:**\n- openpyxl\n") == [("openpyxl", "", "optional")]


def test_plain_names(tmp_path):
    assert _found(tmp_path, "This installs pandas and openpyxl dependencies.") == [
        ("pandas", "", "use"), ("openpyxl", "", "use"),
    ]  # fmt: skip
    assert _found(tmp_path, "Python packages: pandas, scikit-learn") == [
        ("pandas", "", "use"), ("scikit-learn", "", "use"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "It does not require the `rich` package.",
        "Uses no `rich` library.",
        "Requires the `unheard-of` package.",
        "You get rich and build packages.",
        "Install the `build` dependencies with npm.",
        "## Requirements\n\n- `build`\n- Build: it",
        "## Required fields\n\n- `pandas`",
        "Install `jq` dependencies.",
        "Install the dependencies of `requirements.txt` with pip.",
        "Requires the Python module `statistics`.",
        "The `rich` text is shown.",
        "## Steps\n\n- pandas eat bamboo",
    ],
)
def test_what_names_no_need(tmp_path, text):
    assert _found(tmp_path, text) == []


def test_names_that_people_say(tmp_path):
    assert _found(tmp_path, "## Requirements\n\n- PyTorch 2.1+\n") == [("torch", ">=2.1", "use")]


def test_node(tmp_path):
    (found,) = seen(sightings, tmp_path, {"SKILL.md": "# A\n\nNeeds the `@a/b` npm package.\n"})
    assert (found.kind, found.name) == ("node", "@a/b")


def test_comments_that_say_what_the_block_requires(tmp_path):
    body = "```python\n# Requires openpyxl and numpy\nx = 1\n# requires a good look\n# Requires pandas library\n```\n"
    found = seen(sightings, tmp_path, {"SKILL.md": f"# A\n\n{body}"})
    assert {(item.name, item.manner) for item in found} == {
        (name, "example") for name in ("openpyxl", "numpy", "pandas")
    }
