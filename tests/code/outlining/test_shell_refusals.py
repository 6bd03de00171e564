import pytest

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_nodes import root_of
from skillrt.code.outlining.shell_refusals import check_block, check_unit, effort, without_prompts
from skillrt.code.outlining.shell_statements import read_statements
from skillrt.code.outlining.shell_units import Unit, units_of


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
