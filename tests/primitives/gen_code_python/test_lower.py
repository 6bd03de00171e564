from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = """# Rows

## Measure

The class does it:

```python
class Risk:
    def __init__(self, returns):
        self.returns = returns
```

## Count rows

```python
import csv

with open("in.csv") as stream:
    rows = list(csv.reader(stream))
print(len(rows))
```
"""


def test_a_block_that_acts_becomes_a_program(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    text, _ = taken(module, drafts(module, gap_of(module, "gen.code.python", 2, "L3", ("csv",)))["outline"])
    assert "Run: `python3 scripts/skillrt/count-rows.py --input in.csv` (its code is in that file)" in text
    assert "class Risk" in text


def test_a_class_that_has_to_be_written_keeps_the_rest(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "gen.code.python", 1, "L3", ("csv", "Risk"))) == {}
