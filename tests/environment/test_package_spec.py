import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.environment.package_spec import PackageSpec, read_package_spec, spec_of
from skillrt.environment.requirement_line import Refused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("left-pad", PackageSpec("left-pad")),
        ("left-pad@latest", PackageSpec("left-pad")),
        ("@scope/name@^2.1 || 3", PackageSpec("@scope/name", "^2.1 || 3")),
        ("npm:chalk@5", PackageSpec("chalk", "5")),
        ("colours@npm:chalk@5", PackageSpec("chalk", "5")),
    ],
)
def test_names_and_ranges(text, expected):
    assert read_package_spec(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "git+https://example.invalid/x.git", "github:a/b", "a/b", "./here", "../up", "file:x", "https://example.invalid",
        "x@git+ssh://example.invalid/x", "x@file:../y", "x@$(id)", "A B", "-g", "", "x@;id", "é", "x" * 300, "@scope",
    ],
)  # fmt: skip
def test_what_is_no_package_of_a_registry_is_refused(text):
    assert isinstance(read_package_spec(text), Refused)


def test_names_and_ranges_of_package_json():
    assert spec_of("a", "workspace:*") == PackageSpec("a")
    assert spec_of("a", "npm:b@1") == PackageSpec("b", "1")
    assert isinstance(spec_of("a", "npm:b@npm:c@npm:d"), Refused)


@given(st.text(max_size=40))
def test_no_text_crashes(text):
    read_package_spec(text)
    spec_of("a", text)
