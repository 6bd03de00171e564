import pytest

from skillrt.contracts.finding.python_writes import python_writes
from skillrt.environment.finding.passages import Passage


def paths(text: str) -> list[tuple[str, bool]]:
    passage = Passage(text, "python", "script", "use", "scripts/a.py", text)
    return [(path, anchored) for path, anchored, _ in python_writes(passage)]


def test_literals_and_names():
    text = 'OUT = "out/a.json"\nopen(OUT, "w").write("x")\nopen("b.json").read()\n'
    assert paths(text) == [("out/a.json", False)]


@pytest.mark.parametrize(
    "text",
    [
        'def save(rows, path="rows.csv"):\n    with open(path, "w") as f:\n        f.write(rows)\n',
        'def save(path):\n    open(path, "w").write("x")\n\nsave("rows.csv")\n',
        'def save(a, path):\n    Path(path).write_text(a)\n\nsave(1, path="rows.csv")\n',
        'p.add_argument("-o", "--out-file", default="rows.csv")\nargs = p.parse_args()\nopen(args.out_file, "w")\n',
        'class A:\n    def save(self, path):\n        open(path, "w")\n\nA().save("rows.csv")\n',
    ],
)
def test_what_a_function_or_an_option_is_given(text: str):
    assert paths(text) == [("rows.csv", False)]


def test_a_parameter_that_is_only_read_writes_nothing():
    text = 'def load(path):\n    return open(path).read()\n\nload("rows.csv")\n'
    assert paths(text) == []


def test_a_path_beside_the_program():
    text = 'from pathlib import Path\n(Path(__file__).parent / "cache.json").write_text("x")\n'
    assert paths(text) == [("scripts/cache.json", True)]


def test_no_python_writes_nothing():
    assert paths("def (") == []
