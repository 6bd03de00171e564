import json

from skillrt.environment.kept import Kept, Removed
from skillrt.report.environment_table import environments_json, environments_text, removed_json, removed_text

USED = Kept("a" * 64, "used", 12_340_000, "c" * 64, "2026-11-28", "3.11", ("node:x", "python:rich"))
HALF = Kept("b" * 64, "unfinished", 50_000)


def test_a_line_an_environment_and_the_sums():
    lines = [" ".join(line.split()) for line in environments_text([USED, HALF]).splitlines()]
    assert lines[1] == "aaaaaaaaaaaa used 12.3 MB 2026-11-28 python 3.11: x, rich"
    assert lines[2] == "bbbbbbbbbbbb unfinished 0.1 MB - -"
    assert lines[4] == "2 environments, 12.4 MB"
    assert "remove --unused" in lines[5]
    assert "--unused" not in environments_text([USED])
    assert environments_text([]) == "no environment is bound\n"


def test_many_packages_are_counted():
    many = Kept("a" * 64, "used", 1, selected=tuple(f"python:p{number}" for number in range(9)))
    assert "p4, p5 and 3 more" in environments_text([many])


def test_what_went_and_what_stays():
    text = removed_text(Removed((USED,), (HALF,)), dry=False)
    assert text.splitlines()[0] == "removed: aaaaaaaaaaaa (used, 12.3 MB)"
    assert "bbbbbbbbbbbb" in text
    assert text.endswith("1 environment removed, 12.3 MB\n")
    assert removed_text(Removed(()), dry=True) == "0 environments would be removed, 0.0 MB\n"


def test_json_has_keys_whole_and_bytes():
    (one, _) = json.loads(environments_json([USED, HALF]))["environments"]
    assert (one["key"], one["size"], one["state"]) == ("a" * 64, 12_340_000, "used")
    assert json.loads(removed_json(Removed((USED,))))["gone"][0]["key"] == "a" * 64
