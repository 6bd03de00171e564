"""Against a server on this machine; the program asks nothing else."""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.primitives.programs.run import run

pytestmark = pytest.mark.skipif(
    not (shutil.which("curl") or shutil.which("wget")), reason="neither curl nor wget is installed"
)
PAGE = (
    b"<html><head><title>A &amp; B</title><script>no</script></head><body><h1>Head</h1><p>one  two<br>three</p>"
    b"<table><tr><td>1</td><td>2</td></tr></table></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/page"):
            self.answer(200, PAGE)
        elif self.path.startswith("/none"):
            self.answer(404, b"there is nothing here")
        elif "at=3" in self.path:
            self.answer(200, b"[]")
        else:
            items = [{"name": 'a "q"', "n": 1.5}, {"name": "b", "ok": True, "none": None}]
            seen = {"path": self.path, "items": items, "token": self.headers.get("Authorization")}
            self.answer(200, json.dumps(seen).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(200, self.headers.get("X-Kind", "-").encode() + b":" + body)

    def answer(self, status, data):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch(tmp_path):
    (tmp_path / "in here").mkdir()
    return lambda *words, **more: run(tmp_path / "in here", "fetch.sh", *words, **more)


def test_fields_of_json(fetch, site):
    assert fetch(f"{site}/x", "--field", "items.0.name") == 'a "q"\n'
    found = fetch("GET", f"{site}/x", "--field", "items.*.name", "--field", "items.1.ok")
    assert found == 'items.0.name: a "q"\nitems.1.name: b\nitems.1.ok: true\n'
    assert "the answer has: path items.0.name" in fetch(f"{site}/x", "--field", "nope", status=1)
    assert "is no JSON" in fetch(f"{site}/page", "--field", "x", status=1)


def test_what_varies_is_filled_in_and_escaped(fetch, site):
    found = fetch(
        f"{site}/of/{{name}}/:part", "--set", "name=a b/ü", "--set", "part=x", "--query", "q=1&2", "--field", "path"
    )
    assert found == "/of/%61%20%62%2f%c3%bc/%78?%71=%31%26%32\n"
    assert "leaves open" in fetch(f"{site}/<id>", status=2)
    assert "a blank" in fetch(f"{site}/a b", status=2)
    assert "no web address" in fetch("file:///etc/hosts", status=2)


def test_a_page_as_plain_text(fetch, site):
    assert fetch(f"{site}/page", "--text") == "A & B\nHead\none two\nthree\n\t1\t2\n"
    assert fetch(f"{site}/page", "--text", "--find", "THREE") == "three\n"
    assert fetch(f"{site}/page", "--text", "--lines", "1", "--skip", "1") == "Head\n(3 more lines: --skip 2)\n"
    assert "no line with" in fetch(f"{site}/page", "--find", "nowhere", status=1)


def test_bodies_headers_and_tokens(fetch, site):
    assert fetch("POST", f"{site}/x", "--header", "X-Kind: it's", "--data", '{"a": "b c"}') == 'it\'s:{"a": "b c"}\n'
    assert fetch(f"{site}/x", "--data-file", "-", given="two\nlines").startswith("-:two\nlines")
    assert fetch(f"{site}/x", "--bearer", "MINE", "--field", "token", MINE="s3") == "Bearer s3\n"
    assert "set the environment variable OTHER" in fetch(f"{site}/x", "--bearer", "OTHER", status=2)


def test_pages_of_results(fetch, site):
    found = fetch(f"{site}/x?q=1", "--pages", "9", "--page-name", "at", "--field", "path")
    assert found == "/x?q=1&at=1\n/x?q=1&at=2\n"


def test_errors_are_one_line(fetch, site):
    assert "status 404: there is nothing here" in fetch(f"{site}/none", status=1)
    assert "no answer from" in fetch("http://127.0.0.1:1/", status=1)


def test_a_large_answer_is_cut_or_kept(fetch, site, tmp_path):
    assert fetch(f"{site}/x", "--output", "out.json").startswith("wrote out.json: ")
    assert json.loads((tmp_path / "in here/out.json").read_text())["path"] == "/x"
