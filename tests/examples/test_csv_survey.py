"""The scripts of csv-survey on CSV files made here."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

PROFILE = "csv-survey/scripts/profile_csv.py"
TABLES = "csv-survey/scripts/csv_tables.py"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "jan.csv").write_text("id,region,amount\n001,north,10.50\n002,south,3\n003,,7.25\n", encoding="utf-8")
    (folder / "feb.csv").write_text('id,region,amount\n004,"a, b",1\n005,north,2\n', encoding="utf-8")
    (folder / "lyon.csv").write_bytes("ville;montant;le\nOrléans;1.234,50;13.02.2024\n".encode("cp1252"))
    (folder / "regions.csv").write_text("region,head,id\nnorth,Ada,1\nsouth,Bo,2\n", encoding="utf-8")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_profile_finds_dialect_types_and_gaps(run: Any, exports: Path) -> None:
    done = run(PROFILE, "exports/jan.csv", "exports/lyon.csv", "exports/feb.csv", "--format", "json")
    assert done.returncode == 0, done.stderr
    january, lyon, february = json.loads(done.stdout)
    assert (lyon["encoding"], lyon["delimiter"], lyon["rows"]) == ("cp1252", ";", 1)
    assert [column["type"] for column in lyon["columns"]] == ["text", "number-decimal-comma", "date-other"]
    assert [column["type"] for column in january["columns"]] == ["integer", "text", "number"]
    assert [column["missing"] for column in january["columns"]] == [0, 1, 0]
    assert january["columns"][0]["key_candidate"] is True
    assert january["schema"] == february["schema"] != lyon["schema"]
    assert february["columns"][1]["examples"] == ["a, b", "north"]


def test_profile_reports_odd_rows_mixed_columns_and_bad_files(run: Any, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n3\n4 kg,5,6\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    done = run(PROFILE, "empty.csv", "odd.csv", "absent.csv", "--format", "json")
    assert done.returncode == 1
    assert "empty.csv: empty file" in done.stderr
    assert "absent.csv" in done.stderr
    (record,) = json.loads(done.stdout)
    assert record["odd_rows"] == [3, 4]
    assert record["columns"][0]["shapes"] == {"integer": 2, "text": 1}


def test_profile_formats_and_chosen_columns(run: Any, tmp_path: Path, exports: Path) -> None:
    done = run(PROFILE, "exports/jan.csv", "--columns", "amount", "id", "--format", "md", "-o", "overview.md")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "overview.md").read_text(encoding="utf-8").splitlines()
    assert lines[2:] == [
        "| exports/jan.csv | 3 | id | integer | 0 | 3 |",
        "| exports/jan.csv | 3 | amount | number | 0 | 3 |",
    ]
    text = run(PROFILE, "exports/jan.csv").stdout
    assert "  region: text, 1 missing, 2 distinct, e.g. north; south" in text
    assert "no column tax" in run(PROFILE, "exports/jan.csv", "--columns", "tax").stderr


def test_the_planted_swallowed_positional_is_real(run: Any, exports: Path) -> None:
    done = run(PROFILE, "--columns", "amount", "id", "exports/jan.csv")
    assert done.returncode == 2
    assert "the following arguments are required: files" in done.stderr


def test_stack_keeps_the_origin_of_each_row(run: Any, tmp_path: Path, exports: Path) -> None:
    assert run(TABLES, "stack", "exports/jan.csv", "exports/feb.csv", "--strict", "-o", "all.csv").returncode == 0
    stacked = rows(tmp_path / "all.csv")
    assert [(row["source_file"], row["id"]) for row in stacked] == [
        ("jan.csv", "001"),
        ("jan.csv", "002"),
        ("jan.csv", "003"),
        ("feb.csv", "004"),
        ("feb.csv", "005"),
    ]
    refused = run(TABLES, "stack", "exports/jan.csv", "exports/regions.csv", "--strict", "-o", "no.csv")
    assert (refused.returncode, "amount, head" in refused.stderr) == (1, True)
    assert run(TABLES, "stack", "exports/jan.csv", "exports/regions.csv", "-o", "union.csv").returncode == 0
    assert list(rows(tmp_path / "union.csv")[0]) == ["source_file", "id", "region", "amount", "head"]


def test_join_counts_what_found_no_match_and_refuses_repeated_keys(run: Any, tmp_path: Path, exports: Path) -> None:
    done = run(TABLES, "join", "exports/jan.csv", "exports/regions.csv", "--on", "region", "-o", "joined.csv")
    assert done.returncode == 0, done.stderr
    assert "1 of 3 rows of exports/jan.csv have no match" in done.stdout
    assert [(row["id"], row["head"], row["regions_id"]) for row in rows(tmp_path / "joined.csv")] == [
        ("001", "Ada", "1"),
        ("002", "Bo", "2"),
        ("003", "", ""),
    ]
    inner = ["join", "exports/jan.csv", "exports/regions.csv", "--on", "region", "--how", "inner", "-o", "inner.csv"]
    assert run(TABLES, *inner).returncode == 0
    assert len(rows(tmp_path / "inner.csv")) == 2
    (exports / "twice.csv").write_text("region,x\nnorth,1\nnorth,2\n", encoding="utf-8")
    refused = run(TABLES, "join", "exports/jan.csv", "exports/twice.csv", "--on", "region", "-o", "no.csv")
    assert (refused.returncode, "1 keys stand there more than once" in refused.stderr) == (1, True)


def test_load_and_query(run: Any, tmp_path: Path, exports: Path) -> None:
    assert run(TABLES, "load", "exports/jan.csv", "exports/regions.csv", "--db", "s.sqlite").returncode == 0
    (tmp_path / "q.sql").write_text(
        "SELECT j.id, typeof(j.id) AS kind, amount * 2 AS twice "
        "FROM t_jan j JOIN t_regions USING (region) ORDER BY 1;",
        encoding="utf-8",
    )
    done = run(TABLES, "query", "--db", "s.sqlite", "--sql-file", "q.sql")
    assert (done.returncode, done.stdout) == (0, "id,kind,twice\n001,text,21.0\n002,text,6\n")
    (tmp_path / "bad.sql").write_text("DELETE FROM t_jan", encoding="utf-8")
    refused = run(TABLES, "query", "--db", "s.sqlite", "--sql-file", "bad.sql")
    assert (refused.returncode, "readonly" in refused.stderr) == (1, True)


def test_ragged_rows_are_refused_not_dropped(run: Any, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2,3\n", encoding="utf-8")
    done = run(TABLES, "load", "odd.csv", "--db", "s.sqlite")
    assert (done.returncode, "more or fewer cells" in done.stderr) == (1, True)
