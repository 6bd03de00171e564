import csv
import io

import pytest

from skillrt.matrix.cell import Cell, Row
from skillrt.report.matrix_data import matrix_data
from skillrt.report.matrix_text import matrix_csv, matrix_text
from tests.matrix.samples import FITS, TARGETS, rows


def test_the_table_and_the_sums():
    lines = [" ".join(line.split()) for line in matrix_text(matrix_data(TARGETS, rows()), rows()).splitlines()]
    assert lines[0] == "1 v/weak@pi on `generic`; levels from: measured"
    assert "pdf fits 1 left, 1 closed, 1 lost *" in lines
    assert "bad no variant no variant" in lines
    assert lines.count("no variant of bad: it cannot be read [input.x]") == 1
    assert "skills that fit 2 1" in lines
    assert "tokens at activation 240 (-20.0%) 160 (-20.0%)" in lines
    assert "evidence 2 static, 1 profiled, 1 measured 2 static, 1 replayed, 1 measured" in lines


def test_why_there_is_no_variant_is_said_for_each_target_that_has_a_reason_of_its_own():
    found = (Row("odd", "odd", (FITS, Cell(error="too\nlong [a.b]"))),)
    assert "no variant of odd on 2: too long [a.b]" in matrix_text(matrix_data(TARGETS, found), found).splitlines()


def test_a_line_a_cell():
    found = list(csv.DictReader(io.StringIO(matrix_csv(TARGETS, rows()))))
    assert len(found) == 8
    left = found[1]
    assert (left["skill"], left["target"], left["state"]) == ("pdf", "v/strange@pi", "left")
    assert (left["closed"], left["left"], left["lost"], left["host_lacks"]) == ("1", "1", "1", "ffmpeg jq")
    assert (left["activation_before"], left["activation_after"], left["to_bind"]) == ("100", "80", "pandas")
    assert found[4]["error"] == "it cannot be read [input.x]"
    assert (found[4]["right"], found[4]["failed"], found[4]["read_after"]) == ("3", "1", "")


@pytest.mark.parametrize("hostile", ["=1+1", "+x", "-x", "@x", "\tx", 'a,"b"\nc', "\udcff"])
def test_no_text_is_taken_for_a_formula_or_another_cell(hostile: str):
    found = list(csv.DictReader(io.StringIO(matrix_csv(TARGETS, rows(hostile)))))
    assert len(found) == 8
    assert not found[0]["skill"].startswith(("=", "+", "-", "@", "\t"))
