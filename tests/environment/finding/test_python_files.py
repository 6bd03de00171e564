from hypothesis import given
from hypothesis import strategies as st

from skillrt.environment.finding.python_files import (
    read_conda,
    read_pyproject,
    read_script_block,
    read_setup_cfg,
    read_setup_py,
    reader_of,
)
from skillrt.environment.requirement_line import Refused, Requirement


def _names(found):
    return [(item.what.name, item.optional) for item in found if isinstance(item.what, Requirement)]


def test_files_are_known_by_their_names():
    for path in (
        "requirements.txt",
        "a/requirements-dev.txt",
        "requirements/base.txt",
        "setup.py",
        "environment.yml",
    ):
        assert reader_of(path)
    for path in ("notes.txt", "requirements.md", "package.json"):
        assert reader_of(path) is None


def test_requirements_of_developers_are_optional_and_constraints_ask_for_nothing():
    assert _names(reader_of("requirements.txt")("pandas\n")) == [("pandas", False)]
    assert _names(reader_of("requirements-dev.txt")("pytest\n")) == [("pytest", True)]
    assert _names(reader_of("constraints.txt")("pandas<3\n")) == []


PYPROJECT = """
[build-system]
requires = ["hatchling>=1"]
[project]
name = "x"
dependencies = ["httpx>=0.27", "rich"]
[project.optional-dependencies]
plot = ["matplotlib"]
[dependency-groups]
dev = ["pytest", {include-group = "lint"}]
[tool.poetry.dependencies]
python = "^3.11"
click = "^8.1"
numpy = "*"
gone = {git = "https://example.invalid/x"}
"""


def test_pyproject():
    found = list(read_pyproject(PYPROJECT))
    assert _names(found) == [
        ("httpx", False), ("rich", False), ("matplotlib", True), ("pytest", True),
        ("click", False), ("numpy", False), ("hatchling", True),
    ]  # fmt: skip
    assert [item.build for item in found] == [False] * 7 + [True]
    assert (found[0].line, found[0].what.version) == (6, ">=0.27")
    assert [item.what.version for item in found if getattr(item.what, "name", "") == "click"] == [">=8.1"]
    assert any(isinstance(item.what, Refused) for item in found)


def test_of_a_broken_pyproject_the_tables_that_can_be_read():
    text = '[project]\ndependencies = ["rich"]\n[tool.x]\ny = <here>\n[project]\ndependencies = ["httpx"]\n'
    assert _names(read_pyproject(text)) == [("rich", False), ("httpx", False)]


def test_conda_environments():
    text = "name: x\ndependencies:\n  - python=3.11\n  - numpy=1.26=py311\n  - pandas>=2\n  - pip:\n    - rich\n"
    assert _names(read_conda(text)) == [("numpy", False), ("pandas", False), ("rich", False)]
    assert list(read_conda("a: &a [*a]")) == list(read_conda("- x")) == list(read_conda(":\n- [")) == []


def test_setup_files():
    text = "[options]\ninstall_requires =\n    rich\n    httpx>=1\n[options.extras_require]\ndev = pytest\n"
    assert _names(read_setup_cfg(text)) == [("rich", False), ("httpx", False), ("pytest", True)]
    text = "NEEDS = ['rich']\nsetup(install_requires=NEEDS, extras_require={'dev': ['pytest']})\n"
    assert _names(read_setup_py(text)) == [("rich", False), ("pytest", True)]
    assert list(read_setup_py("setup(")) == list(read_setup_cfg("no")) == []


def test_the_metadata_block_of_a_script():
    text = "#!/usr/bin/env python3\n# /// script\n"
    text += '# requires-python = ">=3.12"\n# dependencies = [\n#   "rich",\n# ]\n# ///\n'
    python, found = read_script_block(text)
    assert python == ">=3.12"
    assert _names(found) == [("rich", False)]
    assert found[0].line == 5
    assert read_script_block("# /// script\n# x = <\n# ///\n") == read_script_block("import a\n") == ("", ())


def test_a_number_that_python_does_not_read_is_no_reason_to_fail():
    long = "9" * 6000
    assert _names(read_pyproject(f'[x]\na = {long}\n[project]\ndependencies = ["rich"]\n')) == [("rich", False)]
    assert read_script_block(f"# /// script\n# a = {long}\n# ///\n") == ("", ())


@given(st.text(alphabet="[]{}=\"'\n \\abc-:&*#", max_size=60))
def test_no_text_crashes(text):
    for reader in (read_pyproject, read_conda, read_setup_cfg, read_setup_py):
        list(reader(text))
    read_script_block(f"# /// script\n# {text}\n# ///\n")
