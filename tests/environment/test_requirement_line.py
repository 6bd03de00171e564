import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.environment.requirement_line import Included, Refused, Requirement, read_requirement, read_requirements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pandas", Requirement("pandas")),
        ("ruamel.yaml >= 0.18, <1", Requirement("ruamel-yaml", (), "<1,>=0.18")),
        ("markitdown[xlsx,PDF]==0.1.*", Requirement("markitdown", ("pdf", "xlsx"), "==0.1.*")),
        ("numpy=1.26", Requirement("numpy", (), "==1.26")),
        ("tomli>=2; python_version < '3.11'", Requirement("tomli", (), ">=2", 'python_version < "3.11"')),
    ],
)
def test_plain_requirements(text, expected):
    assert read_requirement(text) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("--index-url https://example.invalid/simple", "option"),
        ("-e ./here", "option"),
        ("pandas --pre", "option"),
        ("-r more.txt", "option"),
        ("git+https://example.invalid/x.git", "address"),
        ("x @ git+ssh://example.invalid/x", "address"),
        ("x @ file:///etc/passwd", "address"),
        ("x@./local", "address"),
        ("file:x", "address"),
        ("https://example.invalid/x.whl", "address"),
        ("./local", "path"),
        ("C:\\x", "path"),
        ("../up", "path"),
        ("a/b", "path"),
        ("x-1.0.whl", "path"),
        ("pandas; rm -rf x", ""),
        ("$(touch x)", "characters"),
        ("a`b`", "characters"),
        ("a|b", "characters"),
        ("a\nb", "line end"),
        ("pan\u202edas", "characters"),
        ("pandas please", "form"),
        ("x" * 600, "500"),
        ("", "form"),
    ],
)
def test_hostile_lines_are_refused_with_a_reason(text, word):
    found = read_requirement(text)
    assert isinstance(found, Refused)
    assert word in found.reason


def test_a_requirements_file():
    text = (
        "\ufeff# all\npandas>=2  # tables\n\n-r more.txt\n-c limits.txt\n-e .\n.[dev]\n"
        "rich==13.9 \\\n    --hash=sha256:00\n--extra-index-url https://example.invalid\n"
    )
    found = list(read_requirements(text))
    assert found[:4] == [
        (2, Requirement("pandas", (), ">=2")),
        (4, Included("more.txt", constraint=False)),
        (5, Included("limits.txt", constraint=True)),
        (8, Requirement("rich", (), "==13.9")),
    ]
    assert [number for number, _ in found] == [2, 4, 5, 8, 10]
    assert isinstance(found[4][1], Refused)


@given(st.text(max_size=80))
def test_no_text_crashes_the_reader(text):
    read_requirement(text)
    list(read_requirements(text))
