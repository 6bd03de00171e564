import json
from pathlib import Path

from skillrt.environment.bind import Binding
from skillrt.environment.bound import Bound
from skillrt.environment.lock import Lock
from skillrt.environment.outcome import Row
from skillrt.errors import Diagnostic
from skillrt.report.bind_table import BindReport, bind_json, bind_text

LOCK = Lock(needs="a" * 64, host="b" * 64, date="2026-11-28", python="3.11")
ROWS = (
    Row("python", "rich", True, "ok", "rich 15.0.0", "import rich"),
    Row("system", "pdftoppm", True, "missing", "not on the search path", todo="apt-get install -y poppler-utils"),
    Row("python", "pandas", False, "left out", "", "one of several ways"),
)


def report(rows: tuple[Row, ...] = ROWS, proven: bool = True) -> BindReport:
    return BindReport("pdf", Binding(LOCK, Bound(Path("x")), (), (), True, proven, ("a note",)), rows)


def test_the_table_says_what_is_there_and_what_is_left():
    text = bind_text([report()])
    assert "pdf: not everything that it needs is there" in text
    assert "rich 15.0.0" in text
    assert "pandas (optional)" in text
    assert "left to do:\n    apt-get install -y poppler-utils" in text
    assert "note: a note" in text
    assert f"environment {LOCK.key[:12]} with Python 3.11, packages as of 2026-11-28" in text


def test_bound_is_what_is_proven_and_lacks_nothing():
    assert report(ROWS[:1]).bound
    assert not report(ROWS[:1], proven=False).bound
    assert not report().bound
    assert "pdf: bound\n" in bind_text([report(ROWS[:1])])


def test_proofs_of_another_day_are_not_shown_as_new():
    binding = Binding(LOCK, Bound(Path("x")), (), (), False, True, proven_on="2026-11-27")
    assert "pdf: bound already, proven on 2026-11-27\n" in bind_text([BindReport("pdf", binding, ROWS[:1])])


def test_json_and_a_skill_that_could_not_be_bound():
    failed = BindReport("x", diagnostics=(Diagnostic.of("bind.bad-lock", "no"),))
    found = json.loads(bind_json([report(), failed]))["skills"]
    assert [item["bound"] for item in found] == [False, False]
    assert found[0]["rows"][0]["became"] == "rich 15.0.0"
    assert found[0]["todo"] == ["apt-get install -y poppler-utils"]
    assert found[1]["diagnostics"] == [{"code": "bind.bad-lock", "message": "no"}]
    assert "x: not bound" in bind_text([failed])
