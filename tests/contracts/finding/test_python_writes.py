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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('UP = ".up"\ndef f():\n    out = Path.cwd() / UP\n    out.mkdir()\n    (out / x).write_bytes(b"")\n',
         ["./.up"]),
        ('OUT = "/srv/a"\ndef made(n):\n    return os.path.join(OUT, f"s_{n}.png")\nfrom PIL import Image\n'
         'i.save(made(1))\ni.save(made(2))\n', ["/srv/a/s_*.png"]),
        ('i.save("a.png")\n', []),
        ('p.add_argument("--to", default=os.path.expanduser("~/acme"))\na = p.parse_args()\n'
         'def init(place):\n    (place / "a.yaml").write_text("x")\ninit(Path(a.to))\n', ["~/acme/a.yaml"]),
        ('with gzip.open("a.gz", "wt") as f:\n    pass\nzipfile.ZipFile("b.zip", "w")\nzipfile.ZipFile("c.zip")\n',
         ["a.gz", "b.zip"]),
        ('Path("a").open("w")\nPath("b").open()\nopen("c", mode="a" if x else "r")\n', ["a", "c"]),
        ('Path("a").rename("b")\ntext.replace("c", "d")\n', ["b"]),
        ('from shutil import copy\ncopy("a", "b")\nfrom os import makedirs as make\nmake("c")\n', ["b", "c"]),
        ('plt.savefig("a.png")\nnp.save("b.npy", x)\ntorch.save(x, "c.pt")\n', ["a.png", "b.npy", "c.pt"]),
        ('os.makedirs("out")\nopen(f"out/{n}.md", "w")\nopen("out/all.md", "w")\n', ["out", "out/all.md"]),
        ('path = "a.json"\ndef f(path):\n    open(path, "w")\n', []),
    ],
)  # fmt: skip
def test_what_goes_by_names_helpers_and_options(text: str, told: list[str]):
    assert [path for path, _ in paths(text)] == told
