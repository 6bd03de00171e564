import pytest

from tests.code.outlining.shell_runs import only


def inputs(text: str) -> dict[str, str]:
    return {item.name: item.kind for item in only(text).inputs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("convert photo.png -resize 50% small.png && ls | wc -l", {"input": "input-file", "output": "output-file"}),
        (
            "tool --config run.toml --limit 20 in.csv | sort",
            {"config": "input-file", "limit": "integer", "input": "input-file"},
        ),
        ("head -n 20 in.csv | sort", {"count": "integer", "input": "input-file"}),
        ("tool --title 'A long title' | sort", {"title": "text"}),
        ("tool --out=result.json | sort", {"output": "output-file"}),
        ("curl -s https://example.com/a.json | jq .x", {"url": "url"}),
        ("curl -F 'file=@cat.jpg' https://api.service.test/v1/up | jq .x", {"input": "input-file"}),
        ("cat photos/*.txt | sort", {"folder": "folder"}),
        ("tool -f title='A new day' -f kind=x | sort", {"title": "text"}),
        ('tool "JOB_DESCRIPTION" | sort', {"job_description": "text"}),
        (
            "curl 'https://api.service.test/v1/x?address=ADDRESS&key=YOUR_KEY' | jq .",
            {"address": "text", "API_KEY": "secret"},
        ),
        (
            "curl -H 'Authorization: Bearer {apiKey}' https://api.service.test/v1 | jq . > a.json",
            {"API_KEY": "secret", "output": "output-file"},
        ),
        ("tool call name='Ann Bee' email=me@example.com | sort", {"name": "text", "email": "text"}),
        ("find [directory] -type f | sort", {"directory": "folder"}),
        ("find logs/ -type d | xargs -I {} check {} | sort", {"folder": "folder"}),
        ("echo 'input' | tool", {"text": "text"}),
        ("tool --log-file run.log | sort", {"log_file": "output-file"}),
        ("git bisect good commit-hash | sort", {"commit_hash": "text"}),
        ("tool ISSUE_KEY | sort", {"issue_key": "text"}),
        ("echo 'what is this' | tool", {"text": "text"}),
        ("tool < a.txt | sort > b.txt", {"input": "input-file", "output": "output-file"}),
        ("tool --json /path/to/scan.pdf | sort", {"input": "input-file"}),
    ],
)
def test_literals_that_are_inputs(text: str, expected: dict[str, str]):
    assert inputs(text + "\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "grep -rn 'two words' src/ | sort | head -5",
        "jq -r '.a | .b' package.json | sort | uniq",
        "ls | sort | cut -d' ' -f2",
        "echo 'All done now' && ls | sort",
        "ps aux | sort -k 3 | tail -n5",
        "cat /etc/hosts | sort | uniq",
        "find . -name '*.py' | xargs wc -l | sort",
        "curl -s -H 'Accept: text/plain here' https://api.service.test/v1/x | sort | uniq",
    ],
)
def test_literals_that_are_none(text: str):
    assert inputs(text + "\n") == {}


def test_a_file_met_again_in_a_test_is_the_same_input():
    program = only("if [ -f in.csv ]; then sort in.csv | uniq; fi\n")
    assert "in.csv" not in program.text.split("done\n", 1)[1]


def test_json_in_a_here_document():
    program = only('tool --stdin <<EOF | sort\n{"title": "A b"}\nEOF\n')
    assert {item.name for item in program.inputs} == {"title"}


def checks(text: str) -> int:
    return only(text).text.count("no such file")


def test_only_what_is_read_as_it_stands_must_be_there():
    loop = 'for f in a.py b.py; do\n  {} "$f" | sort\ndone\n'
    assert checks(loop.format("wc -l")) == 1
    assert checks("for f in a.py b.py; do\n  [[ -f ~/.x/$f ]] && echo OK || echo MISSING\ndone\n") == 0
    assert checks("sort <file> | uniq > out.txt\n") == 1
    assert checks('sort "data/<file>" | uniq > out.txt\n') == 0
    assert checks("if [ -f in.csv ]; then sort in.csv | uniq; else echo none; fi\n") == 0
