import pytest

from skillrt.code.outlining.shell_nodes import root_of, walk
from skillrt.code.outlining.shell_reads import is_tested, reads_whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('sort "$F" | uniq', True),
        ("tool < $F", True),
        ('sort "$F" > "$F.txt"', True),
        ('sort "$HOME/notes/$F"', False),
        ('echo "$F"', False),
        ("[ -f $F ] && sort $F", False),
        ("test -e $F || sort $F", False),
        ("sort $G", False),
    ],
)
def test_a_variable_that_names_a_file(text: str, expected: bool):
    root = root_of(text + "\n")
    assert root is not None
    assert reads_whole([root], "F") is expected


def test_a_test_asks_for_a_word():
    root = root_of("if [ -f a.txt ]; then sort a.txt; fi\n")
    assert root is not None
    words = [node for node in walk(root) if node.type == "word" and node.text == b"a.txt"]
    assert list(map(is_tested, words)) == [True, False]
