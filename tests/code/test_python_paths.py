import ast

import pytest

from skillrt.code.python_paths import PathValue, fold_path, join, parent

NAMES = {"HERE": PathValue(".", anchored=True), ".root": PathValue("..", anchored=True)}


def fold(text: str):
    return fold_path(ast.parse(text, mode="eval").body, NAMES)


@pytest.mark.parametrize(
    ("text", "path", "anchored"),
    [
        ("Path(__file__).parent / 'a' / 'b.txt'", "a/b.txt", True),
        ("Path(__file__).resolve().parents[1] / 'a'", "../a", True),
        ("os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'a')", "./../a", True),
        ("HERE.joinpath('a', 'b')", "./a/b", True),
        ("str(HERE) + '/a'", "./a", True),
        ("f'{HERE}/a'", "./a", True),
        ("self.root / 'a'", "../a", True),
        ("Path('a') / 'b'", "a/b", False),
        ("'a'", "a", False),
    ],
)
def test_fold(text: str, path: str, anchored: bool):
    found = fold(text)
    assert found is not None
    assert (found.path, found.anchored, found.whole) == (path, anchored, True) or (
        found.path.removeprefix("./"),
        found.anchored,
    ) == (path.removeprefix("./"), anchored)


@pytest.mark.parametrize("text", ["unknown", "f()", "1", "unknown / 'a'", "a.parent", "x[0]"])
def test_what_is_not_known(text: str):
    assert fold(text) is None


def test_a_part_unknown_ends_the_path():
    found = fold("HERE / 'a' / name / 'b'")
    assert found is not None
    assert (found.path, found.whole) == ("./a", False)


def test_parent_and_join():
    script = PathValue("", anchored=True, is_script=True)
    assert parent(script).path == "."
    assert parent(script, 3).path == "../.."
    assert join(script, [PathValue("a")]) is None
