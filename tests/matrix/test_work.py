from pathlib import Path

import pytest

from skillrt.compiler import CompileOptions
from skillrt.compiler.batch import Batch
from skillrt.frontend import FolderSource, discover
from skillrt.matrix.cell import Row
from skillrt.matrix.work import MatrixWork
from skillrt.targets import load_harnesses, parse_target
from tests.skills import write_skill

TEXT = """# Charts

Ask with the AskUserQuestion tool which columns to draw.

```python
import pandas as pd

frame = pd.read_csv("data.csv")
print(frame.groupby("name").sum())
```

```bash
ffmpeg -i in.mov out.mp4
grep x out.txt
```

Set `PLOT_API_KEY` first: `export PLOT_API_KEY=...`.
"""


def work(*targets: str) -> MatrixWork:
    harnesses = load_harnesses()
    parsed = tuple(parse_target(text, harnesses) for text in targets)
    return MatrixWork(Batch(parsed, CompileOptions(harnesses=harnesses, fix_names=True)))


@pytest.fixture
def row(tmp_path: Path) -> Row:
    folder = write_skill(tmp_path / "charts", {"SKILL.md": TEXT})
    return work("qwen/qwen3.5-9b@openclaw", "some/model@claude-code").row(next(iter(discover([str(folder)]))))


def test_a_cell_says_what_is_lost_lacked_and_known(row: Row):
    weak, own = row.cells
    assert row.name == "charts"
    assert any("AskUserQuestion" in loss.message for loss in weak.losses)
    assert own.losses == ()
    assert (weak.profiled, own.profiled) == (True, False)
    assert (weak.evidence, own.evidence) == ("profiled", "static")
    assert ("ffmpeg", "host") in {(item.name, item.who) for item in weak.lacks}
    assert ("pandas", "bind") in {(item.name, item.who) for item in weak.lacks}
    assert "grep" not in {item.name for item in weak.lacks}
    assert weak.tokens is not None
    assert weak.edits > 0


def test_gaps_are_those_of_the_target(row: Row):
    weak, own = row.cells
    assert own.gaps == ()
    assert all(gap.required > gap.aim for gap in weak.gaps)


def test_what_cannot_be_compiled_is_a_cell_with_the_reason():
    row = work("some/model@pi").row(FolderSource(Path("x"), "x", ()))
    assert row.cells[0].error.endswith("[input.not-a-skill]")
    assert row.where == "x"
    assert "signal 11" in work("some/model@pi").lost("signal 11").cells[0].error
