import pytest

from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.shell_nodes import arguments, commands_in, root_of
from skillrt.code.outlining.shell_open import check_open, in_inner_quotes


@pytest.mark.parametrize(
    "word", ["https://host.dev/...", '"sort /path/to/a.txt now"', '"$HOME"/path/to/x', '"https://example.com/$ID"']
)
def test_what_no_option_can_fill(word: str):
    root = root_of(f"tool {word}\n")
    assert root is not None
    (node,) = arguments(commands_in(root)[0])
    with pytest.raises(Refused, match="placeholder"):
        check_open("tool", node)


def test_what_is_whole():
    root = root_of("tool a...b https://host.dev/a /path/to/a.txt\n")
    assert root is not None
    for node in arguments(commands_in(root)[0]):
        check_open("tool", node)


def test_quotes_inside_a_text():
    assert in_inner_quotes("\"a 'X' b\"", 4, 5)
    assert not in_inner_quotes('"X"', 1, 2)
