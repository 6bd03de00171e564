import pytest

from skillrt.code.outlining.shell_launched import launched
from skillrt.code.outlining.shell_nodes import commands_in, root_of, source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xargs -I {} check.py {}", ["check.py", "{}"]),
        ("timeout 10 tool a.txt", ["tool", "a.txt"]),
        ("find . -name x -exec wc -l {} +", ["wc", "-l", "{}", "+"]),
        ("find . -name x", []),
        ("sort a.txt", []),
    ],
)
def test_what_a_command_starts(text: str, expected: list[str]):
    root = root_of(text + "\n")
    assert root is not None
    assert [source(word) for word in launched(commands_in(root)[0])] == expected
