from skillrt.code.shell_files import puts_files, read_shell

TEXT = r"""#!/bin/bash
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
ROOT="$(dirname "$HERE")"
source "$HERE/lib.sh"
. ./env.sh
python3 "$ROOT/tools/é.py" "$1" > out.txt
cat "$HERE/data.json"
node "$(dirname "$0")/x.js"
echo "$OTHER/y"
bash scripts/z.sh < in.txt
"""


def test_files():
    found = {(item.path, item.kind, item.anchored) for item in read_shell(TEXT).files}
    assert found == {
        ("..", "path", True),
        ("lib.sh", "import", True),
        ("env.sh", "import", False),
        ("../tools/é.py", "run", True),
        ("out.txt", "write", False),
        ("data.json", "open", True),
        ("x.js", "run", True),
        ("scripts/z.sh", "run", False),
        ("in.txt", "open", False),
    }


def test_places_are_bytes():
    raw = TEXT.encode()
    found = next(item for item in read_shell(TEXT).files if item.path.endswith("é.py"))
    assert raw[found.start : found.end].decode() == '"$ROOT/tools/é.py"'


def test_a_variable_set_to_something_else_is_forgotten():
    assert read_shell('HERE=$(dirname "$0")\nHERE=$1\ncat "$HERE/a"').files == ()


def test_lines_that_put_files_somewhere():
    assert all(map(puts_files, ("cp -r a b", "then `git clone x`", "echo a > b", "mkdir -p a && cd a")))
    assert not any(map(puts_files, ("cd a && ls", "python x.py --to=b", "a -> b")))
