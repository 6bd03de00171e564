import pytest

from skillrt.environment.names import distribution_of, is_known_distribution, normal_python_name


@pytest.mark.parametrize(
    ("module", "name"),
    [("PIL", "pillow"), ("PIL.Image", "pillow"), ("yaml", "pyyaml"), ("nobody_has_this", ""), ("", "")],
)
def test_the_distribution_behind_an_import(module, name):
    assert distribution_of(module) == name


def test_names_are_compared_as_indexes_do():
    assert normal_python_name("Ruamel_YAML.clib") == "ruamel-yaml-clib"


def test_known_distributions():
    assert is_known_distribution("Python_Docx")
    assert not is_known_distribution("no-such-distribution-here")
