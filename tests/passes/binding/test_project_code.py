import pytest

from skillrt.passes.binding.project_code import is_for_projects, keeps_uv_project, loads_project


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pytest", ["-q"]),
        ("streamlit", ["--quiet", "run", "app.py"]),
        ("playwright", ["test"]),
        ("create-vite", []),
        ("@scope/create-app", ["x"]),
        ("@angular/cli", []),
        ("mcp", ["dev", "server.py"]),
        ("@modelcontextprotocol/inspector", ["php", "server.php"]),
    ],
)
def test_what_loads_or_begins_a_project(name, arguments):
    assert loads_project(name, arguments)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("streamlit", ["hello"]), ("playwright", ["install", "chromium"]), ("playwright", []), ("markitdown", ["x"])],
)
def test_what_does_not(name, arguments):
    assert not loads_project(name, arguments)


def test_modules_of_projects():
    assert is_for_projects("fastapi.responses", "python")
    assert not is_for_projects("pandas", "python")
    assert is_for_projects("@nestjs/common", "javascript")
    assert is_for_projects("./app", "javascript")
    assert not is_for_projects("pptxgenjs", "javascript")


def test_a_project_of_uv_is_one_that_the_texts_make_or_fill_and_the_skill_does_not_bring():
    assert keeps_uv_project(["# T", "First `uv init app`."], ["SKILL.md"])
    assert keeps_uv_project(["```bash\nuv sync\n```"], [])
    assert not keeps_uv_project(["```bash\nuv sync\n```"], ["tool/pyproject.toml"])
    assert not keeps_uv_project(["uv tool install x, uv run x, uv pip install x, a-uv add"], [])
