from skillrt.passes.infer_requirements import detect_all
from skillrt.passes.lowering.gaps import gaps_of
from skillrt.passes.lowering.substitute import substitute_drafts
from skillrt.primitives import SkillView, lexicon
from tests.passes.lowering.sample import capabilities, sample

CODE = "\n".join(f"frame = pandas.read_csv('{name}.csv')" for name in "abcdefgh")
TEXT = f"""# Tables

## Count rows

### Option A: with pandas

```python
import pandas
{CODE}
```

### Option B: with shell commands

```bash
git log --oneline -5 | grep -c rows
git diff --stat HEAD~1 | tail -1
for f in *.csv; do wc -l "$f"; done
```

## Join tables

```bash
python3 scripts/join.py a.csv b.csv
```
"""


def drafts(folder, **levels):
    view = SkillView(sample(folder, TEXT), lexicon())
    demands, held = dict(detect_all(view)), capabilities(**levels)
    gap = next(item for item in gaps_of(demands, held) if item.primitive == "gen.code.python")
    return list(substitute_drafts(view, gap, demands, held))


def test_the_way_that_the_target_can_go_becomes_the_default(tmp_path):
    (draft,) = drafts(tmp_path, gen_code_python=1)
    assert "Option B: with shell commands" in draft.replacements[0].new
    assert (draft.kind, draft.to) == ("supports", 0)


def test_not_where_that_way_is_above_the_target_too(tmp_path):
    assert drafts(tmp_path, gen_code_python=1, gen_code_shell=0, tool_exec=0) == []
