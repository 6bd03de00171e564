import pytest

from skillrt.environment.finding.stand_ins import is_hosted, is_project_folder, is_project_module, is_stand_in


@pytest.mark.parametrize(
    "name", ["your-package", "YOUR_PACKAGE", "my-lib", "foo", "@your/thing", "mypackage", "", "1.0"]
)
def test_names_that_the_reader_replaces(name):
    assert is_stand_in(name)


@pytest.mark.parametrize("name", ["pandas", "mypy", "@scope/name", "myst-parser", "yourdfpy", "foolscap"])
def test_names_of_packages(name):
    assert not is_stand_in(name)


def test_parts_of_a_project():
    assert is_project_module("utils")
    assert not is_project_module("pandas")
    assert is_project_folder("components/Button")
    assert not is_project_folder("components")
    assert not is_project_folder("lodash/fp")
    assert is_project_folder("@repo/ui")


def test_what_an_application_brings():
    assert is_hosted("arcpy")
    assert not is_hosted("numpy")
