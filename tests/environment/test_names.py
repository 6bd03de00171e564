import pytest

from skillrt.environment.names import (
    distribution_of,
    is_known_distribution,
    is_known_node_package,
    is_known_program,
    look_alike,
    modules_of,
    normal_python_name,
)


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("PIL", "pillow"),
        ("PIL.Image", "pillow"),
        ("yaml", "pyyaml"),
        ("numpy", "numpy"),
        ("typing_extensions", "typing-extensions"),
        ("nobody_has_this", ""),
        ("", ""),
        ("..", ""),
        # a distribution of this name is known, but its wheel has no module of it
        ("pillow", ""),
        ("python_docx", ""),
    ],
)
def test_the_distribution_behind_an_import(module, name):
    assert distribution_of(module) == name


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("google.cloud.storage", "google-cloud-storage"),
        ("google.cloud.storage.blob", "google-cloud-storage"),
        ("google.cloud.vision_v1", "google-cloud-vision"),
        ("google.protobuf.message", "protobuf"),
        ("azure.identity.aio", "azure-identity"),
        ("opentelemetry.sdk.trace", "opentelemetry-sdk"),
        ("opentelemetry.trace", "opentelemetry-api"),
        ("google", ""),
        ("google.cloud", ""),
        ("azure.nobody_has_this", ""),
    ],
)
def test_packages_that_distributions_share_are_told_apart_by_the_path(module, name):
    assert distribution_of(module) == name


def test_modules_that_several_carry_go_to_the_one_that_people_mean():
    chosen = {
        "cv2": "opencv-python",
        "dotenv": "python-dotenv",
        "jwt": "pyjwt",
        "fitz": "pymupdf",
        "docx": "python-docx",
    }
    assert {module: distribution_of(module) for module in chosen} == chosen


def test_names_are_compared_as_indexes_do():
    assert normal_python_name("Ruamel_YAML.clib") == "ruamel-yaml-clib"
    assert is_known_distribution("Scikit_Learn")
    assert not is_known_distribution("scikit-lern")


def test_known_names_of_the_others():
    assert is_known_node_package("@types/node")
    assert not is_known_node_package("Chalk-js-nobody")
    assert is_known_program("pdftoppm")
    assert not is_known_program("no-such-program")


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("python", "reqeusts", "requests"),
        ("python", "Python_Requests", "requests"),
        ("python", "beautifulsoup", ""),
        ("python", "numpy", ""),
        ("node", "lodahs", "lodash"),
        ("node", "lodash", ""),
        ("system", "reqeusts", ""),
    ],
)
def test_names_that_look_like_a_known_one(kind, name, meant):
    assert look_alike(kind, name) == meant


def test_imports_of_a_distribution_that_has_another_name():
    assert "yaml" in modules_of("PyYAML")
    assert modules_of("no-such-distribution") == ()
