"""The ledger of research-brief, from the first source to the checked text."""

import json
from pathlib import Path
from typing import Any

LEDGER = "research-brief/scripts/ledger.py"


def add(run: Any, url: str, kind: str, question: str, *more: str) -> str:
    done = run(LEDGER, "add", url, "--title", f"On {question}", "--kind", kind, "--question", question, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def fill(run: Any) -> None:
    """S1 and S2 of one publisher, S3 of another, S4 primary."""
    assert add(run, "https://www.paper.co.uk/a", "press", "Q1") == "S1"
    assert add(run, "https://news.paper.co.uk/b", "press", "Q1", "--dated", "2024-03-18") == "S2"
    assert add(run, "https://other.org/c?x=1", "official", "Q1", "--quote", "it is so") == "S3"
    assert add(run, "https://law.example/d", "primary", "Q2") == "S4"


def test_a_known_page_keeps_its_number(run: Any, tmp_path: Path) -> None:
    fill(run)
    assert add(run, "http://paper.co.uk/a/#part", "press", "Q2") == "S1 (known already)"
    entries = (tmp_path / "research/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(entry)["id"] for entry in entries] == ["S1", "S2", "S3", "S4"]
    assert json.loads(entries[2])["quote"] == "it is so"


def test_list_in_each_form(run: Any) -> None:
    fill(run)
    assert run(LEDGER, "list", "--format", "md", "--question", "Q2").stdout == (
        "- [S4] On Q2, undated. <https://law.example/d> (primary)\n"
    )
    assert [entry["kind"] for entry in json.loads(run(LEDGER, "list", "--format", "json").stdout)] == [
        "press",
        "press",
        "official",
        "primary",
    ]
    assert run(LEDGER, "list").stdout.splitlines()[1] == "S2\tQ1\tpress\t2024-03-18\tOn Q1"


BRIEF = """# How high in 2024?

It is 2.8 [S1, S2].

It is 2.9 [S1, S3], as the law says [S4].

- one item without figures
- in 2023 it was 2.7
- in 2022 it was
  2.6 [S9]

```
5
```

## Method

Read on 18 March 2024.

## Sources

- [S1] 2024
"""


def test_check_finds_what_is_not_backed(run: Any, tmp_path: Path) -> None:
    fill(run)
    (tmp_path / "brief.md").write_text(BRIEF, encoding="utf-8")
    done = run(LEDGER, "check", "brief.md")
    assert (done.returncode, done.stdout.splitlines()) == (
        1,
        [
            "brief.md:3: 1 independent source(s), 2 wanted",
            "brief.md:8: a figure without a source",
            "brief.md:9: S9 is not in the ledger",
            "brief.md:9: 0 independent source(s), 2 wanted",
        ],
    )


def test_check_passes_and_names_unused_sources(run: Any, tmp_path: Path) -> None:
    fill(run)
    (tmp_path / "brief.md").write_text("It is 2.9 [S1, S3].\n\nThe law says 3 [S4].\n", encoding="utf-8")
    done = run(LEDGER, "check", "brief.md")
    assert (done.returncode, done.stdout) == (0, "note: never cited: S2\nbrief.md: 3 sources cited, no problem\n")


def test_refusals_are_plain(run: Any) -> None:
    bad = run(LEDGER, "add", "ftp://x", "--title", "t", "--kind", "press", "--question", "Q1")
    assert (bad.returncode, bad.stderr) == (1, "ledger: 'ftp://x' is not a web address\n")
    absent = run(LEDGER, "check", "none.md")
    assert (absent.returncode, "Traceback" in absent.stderr) == (1, False)
    kind = run(LEDGER, "add", "https://x.org", "--title", "t", "--kind", "rumour", "--question", "Q1")
    assert (kind.returncode, "invalid choice" in kind.stderr) == (2, True)
