import pytest

from skillrt.passes.binding.project_code import is_for_projects, loads_project


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pytest", ["-q"]),
        ("streamlit", ["--quiet", "run", "app.py"]),
        ("playwright", ["test"]),
        ("create-vite", []),
        ("@scope/create-app", ["x"]),
        ("@angular/cli", []),
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
