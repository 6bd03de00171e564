import ast
import http.server
import json
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.code import interface_of
from skillrt.code.outlining import Outlined, Snippet
from skillrt.code.outlining.python_names import names_of
from skillrt.code.outlining.python_outline import MAX_SNIPPETS, outline_python
from tests.code.outlining.blocks import names, only_program, outlined, run


def holds(snippets: list[Snippet], found: Outlined) -> None:
    """What is true of every result."""
    sources = {index for program in found.programs for index in program.sources}
    assert sources | {item.index for item in found.refusals} == set(range(len(snippets)))
    assert len({program.file for program in found.programs}) == len(found.programs)
    for program in found.programs:
        tree = ast.parse(program.text)
        compile(program.text, "program", "exec")
        inside = names_of(tree.body)
        assert inside.star or inside.missing() == []
        if program.own_command_line:
            continue
        interface = interface_of(program.file, program.text)
        assert interface is not None
        assert not interface.open_options
        assert interface.positionals == ()
        read = {option.names[0]: option for option in interface.options if not option.terminal}
        given = [item for item in program.inputs if item.kind != "secret"]
        assert list(read) == [item.option for item in given]
        assert [option.required for option in read.values()] == [item.required for item in given]
        assert [option.maximum is None for option in read.values()] == [item.repeated for item in given]


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["a.csv", "out.pdf", "./data", "https://example.com/a", "YOUR_API_KEY", "two words", "%d"]),
)
VALUES = st.one_of(
    TEXTS.map(repr), st.integers().map(repr), st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.lists(TEXTS, max_size=3).map(repr), st.sampled_from(["x", "args", "show", "None", "[1, 2]", "lambda: x"]),
)  # fmt: skip
NAMES = st.sampled_from(["x", "args", "show", "parser", "path", "api_key", "limit", "sys", "secret", "help", "df"])
CALLS = st.sampled_from(
    ["print", "open", "pd.read_csv", "x.save", "requests.get", "show", "df.groupby", "c.drawString", "search", "f"]
)
STATEMENTS = st.one_of(
    st.builds("{} = {}".format, NAMES, VALUES),
    st.builds("{}({}, {}={})".format, CALLS, VALUES, NAMES, VALUES),
    st.builds("{} = {}({})".format, NAMES, CALLS, VALUES),
    st.builds("for {} in {}:\n    print({})".format, NAMES, VALUES, NAMES),
    st.builds("def {}({}, y={}):\n    return {}[{}]".format, NAMES, NAMES, VALUES, NAMES, VALUES),
    st.builds("with open({}) as {}:\n    {}".format, VALUES, NAMES, NAMES),
    st.builds("{}[{}]".format, NAMES, VALUES),
    st.builds("await {}({})".format, CALLS, VALUES),
    st.sampled_from(["import sys", "from os import *", "import pandas as pd", "global x", "x += 1", "'doc'", "..."]),
)
CODE = st.lists(STATEMENTS, min_size=1, max_size=6).map("\n".join)


@given(
    st.lists(
        st.builds(Snippet, st.just("python"), CODE, st.text(max_size=9), st.text(max_size=30), TEXTS), max_size=4
    )
)
def test_each_program_parses_lacks_no_name_and_has_exactly_its_options(snippets: list[Snippet]):
    holds(snippets, outline_python(snippets))


@given(st.lists(st.builds(Snippet, st.just("python"), st.text(max_size=200)), max_size=3))
def test_any_text_gives_programs_or_reasons(snippets: list[Snippet]):
    holds(snippets, outline_python(snippets))


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 3000,
        "x = " + "-" * 5000 + "1",
        "+".join(["x"] * 9000),
        "a" * 30_000,
        "\0",
        "f(" * 80 + ")" * 80,
    ],
)
def test_absurd_texts_are_refused(text: str):
    assert outline_python([Snippet("python", text)]).programs == ()


def test_too_many_blocks_are_refused():
    found = outline_python([Snippet("python", "print(1)")] * (MAX_SNIPPETS + 1))
    assert [item.rule for item in found.refusals] == ["too-large"]


def test_the_same_blocks_give_the_same_programs():
    texts = ("import csv\nrows = list(csv.reader(open('a.csv')))\nprint(rows)", "for r in rows:\n    print(r[0])")
    assert outlined(*texts) == outlined(*texts)


def test_a_message_is_not_sent_twice():
    found = outlined(
        "import requests\nr = requests.post('https://api.acme.org/v1/mail', json={'body': 'Hello all'})\n"
        "print(r.status_code)",
        "print(r.json()['id'])",
    )
    assert [program.sources for program in found.programs] == [(0, 1)]
    assert found.refusals == ()


# Programs that run on real files, with nothing but the standard library.


def test_csv_to_json(tmp_path: Path):
    program = only_program(
        """
        import csv, json

        # Read the table
        with open("people.csv", newline="") as f:
            rows = list(csv.DictReader(f))

        with open("people.json", "w") as f:
            json.dump(rows, f, indent=2)
        """
    )
    assert names(program) == [("input", "input-file"), ("output", "output-file")]
    (tmp_path / "staff list.csv").write_text("name,age\nAda,36\n", encoding="utf-8")
    done = run(program, tmp_path, "--input", "staff list.csv", "--output", "out.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text()) == [{"name": "Ada", "age": "36"}]


def test_help_and_wrong_use(tmp_path: Path):
    program = only_program("import pandas as pd\ndf = pd.read_csv('sales.csv')\nprint(df.head(5))")
    done = run(program, tmp_path, "--help")
    assert done.returncode == 0
    assert "--input FILE" in done.stdout
    assert "Title 0." in done.stdout
    for words in ([], ["--input", "gone.csv"], ["--nonsense"], ["--input", program.file, "--rows", "many"]):
        done = run(program, tmp_path, *words)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
    done = run(program, tmp_path, "--input", program.file)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "the Python module pandas is not installed" in done.stderr


def test_several_files(tmp_path: Path):
    program = only_program(
        """
        import zipfile
        with zipfile.ZipFile("bundle.zip", "w") as archive:
            for name in ["a.txt", "b.txt"]:
                archive.write(name)
        """
    )
    for name in ("one.txt", "two words.txt", "-dash.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    done = run(program, tmp_path, "--input", "one.txt", "two words.txt", "./-dash.txt")
    assert done.stderr == ""
    assert zipfile.ZipFile(tmp_path / "bundle.zip").namelist() == ["one.txt", "two words.txt", "-dash.txt"]


def test_a_database(tmp_path: Path):
    program = only_program(
        """
        import sqlite3
        conn = sqlite3.connect("app.db")
        limit = 10
        for row in conn.execute("SELECT name FROM users LIMIT ?", (limit,)):
            print(row[0])
        """
    )
    with sqlite3.connect(tmp_path / "real.db") as base:
        base.execute("CREATE TABLE users (name TEXT)")
        base.executemany("INSERT INTO users VALUES (?)", [("Ada",), ("Bob",), ("Cy",)])
    done = run(program, tmp_path, "--database", "real.db", "--limit", "2")
    assert (done.stdout, done.stderr) == ("Ada\nBob\n", "")


class _Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        data = json.dumps({"path": self.path, "key": self.headers.get("Authorization")}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object):
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_request_with_a_key(tmp_path: Path, address: str):
    program = only_program(
        """
        import json, urllib.request
        request = urllib.request.Request(
            "https://example.com/items",
            headers={"Authorization": "Bearer YOUR_TOKEN"},
        )
        with urllib.request.urlopen(request) as response:
            data = json.load(response)
        print(data["key"], data["path"])
        """
    )
    assert names(program) == [("url", "url"), ("TOKEN", "secret")]
    done = run(program, tmp_path, "--url", f"{address}/things")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    done = run(program, tmp_path, "--url", f"{address}/things", environment={"TOKEN": "s3cret"})
    assert (done.stdout, done.stderr) == ("Bearer s3cret /things\n", "")


def test_awaiting_at_the_top(tmp_path: Path):
    program = only_program("import asyncio\nname = 'Ada'\nawait asyncio.sleep(0)\nprint(f'Hello {name}')")
    done = run(program, tmp_path, "--name", 'it\'s "me" $HOME %s \\n')
    assert (done.stdout, done.stderr) == ('Hello it\'s "me" $HOME %s \\n\n', "")


def test_a_main_guard_and_globals_work(tmp_path: Path):
    program = only_program(
        """
        total = 0

        def add(path):
            global total
            total += len(open(path).read())
            return total

        if __name__ == "__main__":
            print(add("words.txt"))
        """
    )
    (tmp_path / "x.txt").write_text("abc", encoding="utf-8")
    done = run(program, tmp_path, "--input", "x.txt")
    assert (done.stdout, done.stderr) == ("3\n", "")
