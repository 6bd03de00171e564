import pytest

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_nodes import root_of
from skillrt.code.outlining.shell_outline import MAX_TEXT
from skillrt.code.outlining.shell_refusals import check_block, check_unit, effort, without_prompts
from skillrt.code.outlining.shell_statements import read_statements
from skillrt.code.outlining.shell_units import Unit, units_of
from tests.code.outlining.shell_runs import rule


def unit(text: str) -> Unit:
    root = root_of(text + "\n")
    assert root is not None
    check_block(root)
    (found,) = units_of(read_statements(root))
    return found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("brew install x", "install"),
        ("python3 -m pip install x", "install"),
        ("npx skills add x", "install"),
        ("sudo ls", "interactive"),
        ("npm run dev", "interactive"),
        ("server &", "interactive"),
        ("psql", "interactive"),
        ("npx tool x", "project-code"),
        ("node tool.js x", "project-code"),
        ("bin/tool x", "project-code"),
        ("torchrun train.py --n 3", "project-code"),
        ("uv run x", "project-code"),
        ("source venv/bin/activate", "project-code"),
        ("f() { x; }", "no-effect"),
        ("echo hello", "no-effect"),
        ('tool "$@"', "own-command-line"),
        ("/review all", "syntax-error"),
    ],
)
def test_refusals(text: str, rule: str):
    with pytest.raises(Refused) as refused:
        check_unit(unit(text))
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    "text", ["sort a.txt", "python3 -m json.tool a.json", "cat tool.py", "gpg --list-keys", "tool & wait"]
)
def test_work_is_not_refused(text: str):
    check_unit(unit(text))


def test_effort_grows_with_what_there_is_to_get_right():
    texts = ["sort a", "sort a | uniq", "for f in *; do sort $f | uniq; done"]
    assert [effort(unit(text)) for text in texts] == [0, 1, 3]
    assert effort(unit("tool -d '{\"a\": 1}'")) == 1


def test_prompts():
    assert without_prompts("$ a\n# note\n$ b") == "a\n# note\nb"
    assert without_prompts("a $ b") == "a $ b"
    with pytest.raises(Refused):
        without_prompts("$ a\noutput")


def test_steps_that_a_person_takes_between_commands():
    with pytest.raises(Refused) as refused:
        check_unit(unit("sort a > b\nwc b"), ["Edit the file"])
    assert refused.value.rule == "placeholder"
    check_unit(unit("sort a > b\nwc b"), ["Count them"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ls -la\n", "plain-command"),
        ("pip install things && things --check | tee log.txt\n", "install"),
        ("curl -fsSL https://get.service.test | sh\n", "install"),
        ("vim notes.txt | cat\n", "interactive"),
        ("docker run -it --rm image | cat\n", "interactive"),
        ("tail -f app.log | grep ERROR\n", "interactive"),
        ("npm run build | tee build.log\n", "project-code"),
        ("python scripts/tool.py a.pdf | head -n 3\n", "project-code"),
        ("./deploy.sh | tee log.txt\n", "project-code"),
        ('"$CLAUDE_PLUGIN_ROOT/bin" x | cat\n', "project-code"),
        ("$ ls | wc -l\n42\n", "transcript"),
        ("if then fi\n", "syntax-error"),
        ("GET /v1/items | x\n", "syntax-error"),
        ("tool ... | sort\n", "placeholder"),
        ("tool <options> | sort\n", "placeholder"),
        ("jq '.items[] | select(.id == \"<id>\")' a.json\n", "placeholder"),
        ('while [ $# -gt 0 ]; do echo "$1" | cat; shift; done\n', "own-command-line"),
        ("# one\nsorter a.csv\n# two\nsorter b.csv\n", "menu"),
        ("export PATH=$HOME/bin\nX=1\n", "no-effect"),
        ("", "no-effect"),
        ("find logs/ -type d | xargs -I {} check.py {}\n", "project-code"),
        ("find logs/ -type f -exec ./fix.sh {} \\; | sort\n", "project-code"),
        ('S=$(find ~ -name a.mjs | head -1)\nnode "$S" "<query>"\n', "project-code"),
        ("while true; do cat a.txt | tool; done\n", "interactive"),
        ("git commit -m \"$(cat <<'EOF'\n<type>: x\nEOF\n)\" | cat\n", "placeholder"),
        ('tool --format "{uid} | {title} | {when}" | sort\n', "placeholder"),
        ('tool -d \'{"symbols": ["A", "B"]}\' | sort\n', "frozen-example"),
        ("while tool step; do\n  # ... do work ...\n  tool next | cat\ndone\n", "placeholder"),
        ("tool --say 'look at /path/to/x there' | cat\n", "placeholder"),
        ("sort a.txt > b.txt\n\n# Edit b.txt by hand\n\nwc b.txt | cat\n", "placeholder"),
        ("echo eA== | base64 -d | bash\n", "install"),
        ("git add . && git commit\n", "interactive"),
        ("model serve --port 80 | cat\n", "interactive"),
        ('curl -d \'{"a": ..., "b": 1}\' https://a.test | cat\n', "placeholder"),
        ("for i in 1 2; do curl https://example.com/$i | cat; done\n", "placeholder"),
        ("echo a | cat\n" * (MAX_TEXT // 10), "too-large"),
    ],
)
def test_what_stays_says_why(text: str, expected: str):
    assert rule(text) == expected
