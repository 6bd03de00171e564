import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.environment.finding.install_lines import install_lines


def _packages(text):
    return [item.packages for item in install_lines(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pip install pandas 'rich>=13' --quiet", ("pandas", "rich>=13")),
        ("python3 -m pip install -U pandas>=2 rich", ("pandas>=2", "rich")),
        ("sudo pip3 install --index-url https://example.invalid pandas", ("pandas",)),
        ("uv pip install markitdown[xlsx]", ("markitdown[xlsx]",)),
        ("uv add --dev pytest", ("pytest",)),
        ("uv run --with rich --with 'httpx>=1' scripts/x.py", ("rich", "httpx>=1")),
        ("uv run scripts/x.py", ()),
        ("uvx --from httpie http GET", ("httpie",)),
        ("uvx ruff check .", ("ruff",)),
        ("uvx --with rich ruff check .", ("rich", "ruff")),
        ("pipx run black .", ("black",)),
        ("pipx inject main extra", ("extra",)),
        ("conda install -c conda-forge numpy=1.26 gdal", ("numpy=1.26", "gdal")),
        ("npm install -g typescript", ("typescript",)),
        ("npm i @scope/name@^2 left", ("@scope/name@^2", "left")),
        ("npx -y mermaid-cli@11 -i a.mmd", ("mermaid-cli@11",)),
        ("npx tsc --noEmit", ("typescript",)),
        ("npx --package=typescript tsc", ("typescript",)),
        ("npm create vite@latest", ("create-vite@latest",)),
        ("npx skills add someone/some-skill", ()),
        ("npm install", None),
        ("pip install \\\n  pandas \\\n  rich\nls", ("pandas", "rich")),
        ("pip install rich # and more", ("rich",)),
        ("mypip install pandas", None),
    ],
)
def test_commands(text, expected):
    assert _packages(text) == ([] if expected is None else [expected])


def test_where_prose_and_code_go_on():
    assert _packages("# Run pip install openai to use this") == [("openai",)]
    assert _packages("print('Missing. Run: pip install pandas rich')") == [("pandas", "rich")]
    assert _packages("Use `pip install pandas` and then `npm i left`.") == [("pandas",), ("left",)]
    assert _packages('raise SystemExit("pip install pandas\\n")') == [("pandas",)]
    assert _packages("pip install pandas, then go on") == [("pandas",)]
    assert _packages('run([sys.executable, "-m", "pip", "install", "-q", "pandas"])') == [("pandas",)]


def test_requirements_files_and_what_only_developers_want():
    (found,) = install_lines("pip install -r scripts/requirements.txt -c limits.txt rich")
    assert (found.files, found.packages) == (("scripts/requirements.txt",), ("rich",))
    assert next(install_lines("npm i -D vitest")).dev
    assert next(install_lines("conda install gdal")).channel


def test_the_place_ends_with_the_last_word():
    text = "x; pip install pandas && ls"
    (found,) = install_lines(text)
    assert text[found.start : found.end] == "pip install pandas"


@given(st.text(alphabet=" \n\\\"'`,.-=abr<>$(){}#", max_size=60))
def test_no_text_crashes(text):
    list(install_lines("pip install " + text))
    list(install_lines(text + " npx " + text))


def test_a_dash_ends_what_is_installed():
    assert _packages("# or: npm install left-pad  — still works, same calls\n") == _packages("npm install left-pad\n")
