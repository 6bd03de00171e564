import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skillrt.code import interface_of
from skillrt.code.outlining.javascript_outline import MAX_TEXT, outline_javascript
from skillrt.code.outlining.program import Snippet
from tests.code.outlining.javascript_runs import needs_node, only, outlined, run

VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
SHOW = """const fs = require("fs");
const LABEL = 'first draft';
fs.writeFileSync("label.txt", `[${LABEL}]`);
"""


@needs_node
@settings(max_examples=25)
@given(value=VALUES)
@example(value="--label")
@example(value="-n")
@example(value="a\n`${1}`\\ \"'")
def test_any_value_arrives_unchanged(value: str, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("runs") / "here"
    found = run(only(SHOW), folder, "--label", value)
    assert found.stderr == ""
    assert (folder / "label.txt").read_bytes().decode() == f"[{value}]"


@needs_node
@settings(max_examples=25)
@given(value=VALUES.filter(lambda text: len(text) > 3 and not {"<", "{", ".", "/", "…"} & set(text)))
@example(value='it\'s "quoted" \\ `x` \u2028 é\n')
def test_any_literal_of_a_block_is_its_default(value: str, tmp_path_factory: pytest.TempPathFactory):
    text = SHOW.replace("'first draft'", json.dumps(value))
    for program in outlined(text).programs:
        folder = tmp_path_factory.mktemp("runs") / "here"
        if all(not item.required for item in program.inputs):
            run(program, folder)
            assert (folder / "label.txt").read_bytes().decode() == f"[{value}]"


@needs_node
def test_a_block_that_works_on_files(tmp_path: Path):
    program = only(
        """import { readFile, writeFile } from 'node:fs/promises';
const rows = (await readFile('people.csv', 'utf8')).trim().split('\\n');
await writeFile('people.json', JSON.stringify(rows.map((row) => row.split(','))));
console.log(`${rows.length} rows`);
"""
    )
    assert program.file == "do-job.mjs"
    assert [(item.name, item.kind, item.required) for item in program.inputs] == [
        ("input", "input-file", True),
        ("output", "output-file", False),
    ]
    here = tmp_path / "here"
    here.mkdir()
    (here / "a b.csv").write_text("x,1\ny,2\n")
    found = run(program, here, "--input", "a b.csv", "--output=out file.json")
    assert (found.stdout, found.stderr) == ("2 rows\n", "")
    assert json.loads((here / "out file.json").read_text()) == [["x", "1"], ["y", "2"]]


@needs_node
def test_help_needs_no_package_and_errors_are_one_line(tmp_path: Path):
    program = only(
        "import Thing, { part as piece } from 'a-package-that-is-nowhere';\n"
        "const COUNT = 3;\nconst thing = new Thing('photo.png', COUNT);\nawait piece(thing);\n"
    )
    here = tmp_path / "here"
    here.mkdir()
    (here / "p.png").write_text("")
    shown = run(program, here, "--help")
    assert shown.returncode == 0
    assert shown.stdout.startswith("usage: do-job.mjs [--count NUMBER] --input FILE")
    name = f"bin-{program.file}: "
    cases = {
        (): "--input is missing (see --help)",
        ("--depth", "1"): "Unknown option '--depth' (see --help)",
        ("--count", "many", "--input", "p.png"): "--count wants a number, not: many",
        ("--input", "p.png"): "the package a-package-that-is-nowhere is not installed",
    }
    for words, message in cases.items():
        found = run(program, here, *words)
        assert found.returncode in (2, 127)
        assert (found.stdout, found.stderr) == ("", f"{name}{message}\n")


@needs_node
def test_a_package_is_found_where_the_user_stands(tmp_path: Path):
    here = tmp_path / "here"
    package = here / "node_modules" / "greets"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "greets", "main": "index.js"}')
    (package / "index.js").write_text("module.exports = { greet: (name) => `hi ${name}` };")
    modern = only("import { greet } from 'greets';\nconst WHOM = 'ann b';\nconsole.log(greet(WHOM));\n")
    old = only("const { greet } = require('greets');\nconst WHOM = 'ann b';\nconsole.log(greet(WHOM));\n")
    assert (modern.file, old.file) == ("do-job.mjs", "do-job.cjs")
    for program in (modern, old):
        assert run(program, here, "--whom", "bob").stdout == "hi bob\n"


@needs_node
def test_what_goes_wrong_in_the_block_is_one_line(tmp_path: Path):
    program = only(
        "const fs = require('fs');\nconsole.log(fs.readFileSync('a.txt', 'utf8'));\nthrow new Error('bad\\nworse');\n"
    )
    here = tmp_path / "here"
    here.mkdir()
    (here / "x").write_text("text")
    found = run(program, here, "--input", "x")
    assert (found.returncode, found.stdout, found.stderr) == (1, "text\n", f"bin-{program.file}: bad\n")


class _Echo(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"got": json.loads(body), "key": self.headers["X-Key"]}).encode())

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def server() -> Iterator[str]:
    here = HTTPServer(("127.0.0.1", 0), _Echo)
    thread = threading.Thread(target=here.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{here.server_port}"
    here.shutdown()
    here.server_close()


@needs_node
def test_a_request_is_made_and_what_it_gives_is_printed(tmp_path: Path, server: str):
    program = only(
        """const API_KEY = process.env.SERVICE_API_KEY;
const BASE = 'https://example.com/v1';
const response = await fetch(`${BASE}/items`, {
  method: 'POST',
  headers: { 'X-Key': API_KEY },
  body: JSON.stringify({ title: 'Hello my world', limit: 3 }),
});
const data = await response.json();
"""
    )
    kinds = {item.name: item.kind for item in program.inputs}
    assert kinds == {"SERVICE_API_KEY": "secret", "base": "url", "title": "text"}
    here = tmp_path / "here"
    words = ("--base", server, "--title", 'it\'s "new"')
    assert "set the environment variable SERVICE_API_KEY" in run(program, here, *words).stderr
    found = run(program, here, *words, environment={"SERVICE_API_KEY": "k"})
    assert json.loads(found.stdout) == {"got": {"title": 'it\'s "new"', "limit": 3}, "key": "k"}


@needs_node
def test_definitions_of_earlier_blocks_are_taken_along(tmp_path: Path):
    found = outlined(
        "const path = require('path');\nconst SUFFIX = 'old text';\n",
        "function mark(name) { return `${path.basename(name)} ${SUFFIX}`; }\n",
        "const fs = require('fs');\nfs.writeFileSync('marks.txt', mark('dir/a'));\n",
    )
    (program,) = found.programs
    assert program.sources == (0, 1, 2)
    here = tmp_path / "here"
    assert run(program, here, "--suffix", "new").stderr == ""
    assert (here / "marks.txt").read_text() == "a new"


@needs_node
def test_values_that_nothing_defines_are_options(tmp_path: Path):
    program = only("const fs = require('fs');\nfs.writeFileSync('x.txt', `${chatId}:${API_KEY}`);\n")
    assert {item.name: item.kind for item in program.inputs} == {
        "output": "output-file",
        "chat_id": "text",
        "API_KEY": "secret",
    }
    here = tmp_path / "here"
    run(program, here, "--chat-id", "7", environment={"API_KEY": "k"})
    assert (here / "x.txt").read_text() == "7:k"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("const a: string = 'x';\nawait fetch(a);", "needs-compiler"),
        ("const x = <div>hi</div>;", "project-code"),
        ("export const a = await fetch('x');", "project-code"),
        ("module.exports = { a: 1 };", "project-code"),
        ("import x from './local.js';\nx();", "project-code"),
        ("import express from 'express';\nexpress().listen(3);", "project-code"),
        ("test('adds', () => { expect(1).toBe(1); });", "project-code"),
        ("document.querySelector('a').click();", "project-code"),
        ("const http = require('http');\nhttp.createServer(f).listen(80);", "interactive"),
        ("await page.goto('x');", "undefined-names"),
        ("const a = require('fs');\nfunction f() { return a; }", "no-effect"),
        ("console.log([1, 2].map(String));", "no-effect"),
        ("const fs = require('fs');\n// ... your code here\nfs.writeFileSync('a.txt', 'b');", "placeholder"),
        ("const fs = require('fs');\n// ❌ bad\nfs.writeFileSync('a.txt', 'b');", "menu"),
        ("const a = require('a');\nconst a = require('b');\na();", "menu"),
        ("const x = process.argv[2];\nawait fetch(x);", "own-command-line"),
        ("import test from 'bun:test';\nawait test();", "project-code"),
        ("const = ;", "syntax-error"),
        ("// nothing\n", "no-effect"),
        ("await fetch('x');\nif (a) return;\nvar a;", "syntax-error"),
        ("x();" * MAX_TEXT, "too-large"),
    ],
)
def test_what_stays_says_why(text: str, rule: str):
    found = outlined(text)
    assert found.programs == (), found.programs[0].text
    assert found.refusals[0].rule == rule


def test_functions_for_a_page_may_use_what_pages_have():
    found = only(
        """const { chromium } = require('playwright');
(async () => {
  const page = await (await chromium.launch()).newPage();
  await page.goto('https://example.com');
  console.log(await page.evaluate(() => document.title));
})();
"""
    )
    assert [item.name for item in found.inputs] == ["url"]


@given(text=st.text(max_size=200))
def test_any_text_is_outlined_or_refused(text: str):
    found = outline_javascript(
        [Snippet("javascript", text), Snippet("javascript", "await fetch('https://a.b/c');\n" + text)]
    )
    covered = {index for program in found.programs for index in program.sources} | {
        item.index for item in found.refusals
    }
    assert covered == {0, 1}


PIECES = st.lists(
    st.sampled_from(
        [
            "import a from 'a';",
            "const b = require('b');",
            "const T = 'some text here';",
            "const N = 5;",
            "await a(T, N);",
            "b.writeFile('out.txt', T);",
            "console.log('x', 'in.csv');",
            "f(['a.pdf', 'b.pdf']);",
            "function f(x) { return g(x); }",
            "const g = (y) => y;",
            "process.env.MY_TOKEN;",
            "fetch('https://example.com/YOUR_ID');",
            "if (T) { a(); }",
        ]
    ),
    max_size=8,
)


@given(pieces=PIECES)
def test_programs_parse_and_their_options_are_their_inputs(pieces: list[str]):
    for program in outlined("\n".join(pieces)).programs:
        interface = interface_of(program.file, program.text)
        assert interface is not None
        options = {
            name: option for option in interface.options for name in option.names if name not in ("-h", "--help")
        }
        assert set(options) == {item.option for item in program.inputs if item.kind != "secret"}
        assert all((option.minimum, option.maximum) == (1, 1) for option in options.values())


def test_the_same_blocks_give_the_same_programs():
    assert outlined(SHOW, "console.log(LABEL);") == outlined(SHOW, "console.log(LABEL);")
