import subprocess
import sys

import pytest

from skillrt.primitives.bundling import program
from tests.primitives.gen_code_html.test_lower import PAGE


@pytest.fixture
def check(tmp_path):
    folder = tmp_path / "a b"
    folder.mkdir()
    (folder / "check_html.py").write_text(program("check_html.py").text)

    def run(text, *words, status=1):
        if text is not None:
            (folder / "it's.html").write_text(text)
        command = [sys.executable, "check_html.py", "it's.html", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)  # our own
        assert done.returncode == status, (done.stdout, done.stderr)
        return done.stdout or done.stderr

    return run


def test_what_is_well_formed_is_ok(check):
    assert check(PAGE, status=0) == "ok\n"
    assert check(PAGE, "--has", "table,h1", status=0) == "ok\n"
    assert check("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>", status=0) == "ok\n"
    assert check("<ul><li>a<li>b</ul><p>c<br>", status=0) == "ok\n"


def test_what_is_wrong_is_named_with_its_line(check):
    assert (
        check("<div>\n<b>x</div>\n</i>") == "line 2: <b> is not closed before </div>\nline 3: </i> closes nothing\n"
    )
    assert check("<p id='a'></p>\n<p id='a'></p><section>").splitlines() == [
        "line 2: the id 'a' stands twice, first on line 1",
        "line 2: <section> is never closed",
    ]
    assert check("<h1>a</h1><h3>b</h3><img src='x'>").splitlines() == [
        "line 1: <h3> follows <h1>: a level is left out",
        'line 1: <img> wants alt="..."',
    ]
    assert check("<label for='a'>A</label><input id='a'><input id='b'>") == "line 1: a field without a label\n"
    assert 'missing: <meta name="viewport">' in check("<!DOCTYPE html><html><title>a</title><body></body></html>")
    assert check(PAGE, "--has", "form") == "missing: <form>\n"


def test_errors_empty_and_large_files(check):
    error = check(None, status=2)
    assert (error.count("\n"), error.startswith("check_html.py: ")) == (1, True)
    assert check("") == "the file is empty\n"
    assert check("<p>a</p>\n" * 50_000, status=0) == "ok\n"
    assert "usage: check_html.py" in check(PAGE, "--help", status=0)
