import subprocess

import pytest

from skillrt.code.outlining.shell_dialect import needs_bash
from skillrt.code.outlining.shell_nodes import root_of


def bash(text: str) -> bool:
    root = root_of(text + "\n")
    assert root is not None
    return needs_bash(root)


@pytest.mark.parametrize(
    "text",
    [
        "[[ -f a ]]",
        "a=(1 2)",
        "cat <<< x",
        "echo {a,b}",
        "echo ${x//a/b}",
        "echo -e x",
        "x &> y",
        "echo $RANDOM",
        "echo a\\\\nb",
        "source x",
        "set -o pipefail",
        "for ((i=0;i<3;i++)); do x; done",
        "echo ${x:0:3}",
        "read -p x y",
        "local x=1",
        "diff <(a) b",
        'echo "$x"',
        "printf '%q' x",
        "echo $'a'",
    ],
)
def test_what_only_bash_has(text: str):
    assert bash(text)


@pytest.mark.parametrize(
    "text",
    [
        'for f in *.x; do y "$f"; done',
        "[ -f a ] && b",
        "x=$(y | z)",
        "echo done",
        "printf '%s' \"$x\"",
        "cat <<EOF\n$x\nEOF",
        "${x:-y} ${z%.a}",
        "f() { g; }",
        "while read -r l; do x; done",
        "a=$((1 + 2))",
    ],
)
def test_what_every_shell_has(text: str):
    assert not bash(text)
    assert subprocess.run(["sh", "-n"], input=text + "\n", text=True, check=False).returncode == 0
