import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code.placeholders import placeholders


def names(text: str) -> list[str]:
    return [item.name for item in placeholders(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("python a.py <input.pdf> --out <out file>", ["input-pdf", "out-file"]),
        ("curl https://x.test/users/{id}/a?key={{ api key }}", ["id", "api-key"]),
        ("tool YOUR_FILE your-name.txt", ["file", "name-txt"]),
        ("qpdf INPUT.pdf OUTPUT.pdf", ["input-pdf", "output-pdf"]),
        ("kubectl logs POD_NAME [container]", ["pod-name", "container"]),
        ('tool "$1" ${2} $ARGUMENTS', ["argument-1", "argument-2", "arguments"]),
        ("tool path/to/in.csv /path/to/folder", ["in-csv", "folder"]),
        ("curl -H 'X-Key: {token}'", ["token"]),
        ("tool '<name>'", ["name"]),
    ],
)
def test_what_is_to_be_filled_in(text: str, expected: list[str]):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "awk '{print $1}' x",
        "curl -w '%{http_code}' x",
        "sort <in.txt >data.txt",
        "git add README.md SKILL.md CHANGELOG.md",
        "for f in *.md; do pandoc $f; done",
        "gh api x --jq '{a}'",
        "curl -X POST x",
        "cat > page.html <<EOF\n<title>{name}</title>\n$1\nEOF",
        "echo ${HOME} $PATH {a,b} {1..5}",
        "tool [OPTIONS] <command>",
        "FILE=x tool",
        "git diff HEAD~1",
    ],
)
def test_what_is_not(text: str):
    assert names(text) == []


def test_a_name_that_would_do_is_an_example():
    (item,) = placeholders("pdftotext input.pdf - | head")
    assert (item.name, item.written, item.example) == ("input-pdf", "input.pdf", "input.pdf")


@given(st.text("<>{}[]$'\"YOURFILE_path/to.a1 \n|", max_size=60))
def test_they_stand_where_they_say(text: str):
    at = 0
    for item in placeholders(text):
        assert at <= item.start < item.end
        assert text[item.start : item.end] == item.written
        at = item.end
