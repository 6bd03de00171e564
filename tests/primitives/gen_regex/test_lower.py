from tests.primitives.lowered import drafts, gap_of, linked, taken
from tests.primitives.programs.run import run

TEXT = """# Logs

## Patterns of logs

Write a regex for the lines, or use one of these:

```regex
stamp: ^\\d{4}-\\d\\d-\\d\\d
level: (ERROR|WARN)(?= )
```

Never print a secret.
"""


def test_patterns_get_names(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    found = drafts(module, gap_of(module, "gen.regex", 1, "L2", ("ERROR",)))
    text, files = taken(module, found["named-patterns"])
    path = "references/skillrt/patterns-of-logs.patterns"
    assert f"Patterns (regex) `stamp`, `level`: `sh scripts/skillrt/match.sh {path} NAME FILE` prints" in text
    assert "ERROR" not in text
    assert "Never print a secret." in text
    here = tmp_path / "out"
    here.mkdir()
    (here / "p").write_text(files[path])
    assert run(here, "match.sh", "p", "level", given="a ERROR b\nERRORS\n") == "ERROR\n"


def test_what_is_no_list_of_patterns_stays(tmp_path):
    text = TEXT.replace("stamp: ^\\d{4}-\\d\\d-\\d\\d", "some words that stand for\nnothing ((")
    module = linked(tmp_path, {"SKILL.md": text})
    assert "named-patterns" not in drafts(module, gap_of(module, "gen.regex", 0, "L2", ("ERROR",)))
