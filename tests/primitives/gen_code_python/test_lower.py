from skillrt.passes.lowering.apply import apply
from skillrt.primitives import Detected, Evidence, Gap, SkillView, lexicon
from skillrt.primitives.gen_code_python.detect import detect
from skillrt.primitives.gen_code_python.lower import lower
from skillrt.verify import verify
from tests.code.outlining.test_python_module import CLASS
from tests.skills import module_of

TEXT = f"""# Risk

## Measure

The class does it:

```python
{CLASS}```

## Count rows

```python
import csv

with open("in.csv") as stream:
    rows = list(csv.reader(stream))
print(len(rows))
```
"""


def drafts(folder, held, hard=1):
    module = module_of(folder / "risk", {"SKILL.md": TEXT})
    view = SkillView(module, lexicon())
    evidence = tuple(Evidence(fence.block.id, 0, 5, "L3", 1.0, "why") for fence in view.fences[:hard])
    gap = Gap("gen.code.python", "L3", held, Detected("L3", "why", evidence))
    return module, {draft.rule: draft for draft in lower(view, gap)}


def test_a_block_that_acts_becomes_a_program(tmp_path):
    module, found = drafts(tmp_path, 1)
    after = apply(module, found["outline"])
    verify(module, after, "lower-capabilities")
    assert "Run: `python3 scripts/skillrt/" in after.documents[0].text
    assert "class Risk" in after.documents[0].text


def test_a_block_that_defines_becomes_a_module(tmp_path):
    module, found = drafts(tmp_path, 1)
    after = apply(module, found["bundle"])
    verify(module, after, "lower-capabilities")
    assert "Import from `scripts/skillrt/risk_skillrt.py`" in after.documents[0].text
    assert "`Risk(returns, rate) .volatility(annual)`" in after.documents[0].text
    file = after.file("scripts/skillrt/risk_skillrt.py")
    assert file is not None
    assert "class Risk" in (file.text or "")


def test_code_that_is_too_hard_and_stays_has_no_module(tmp_path):
    _, found = drafts(tmp_path, 1, hard=2)
    assert "bundle" not in found


def test_the_calls_are_still_python_to_write(tmp_path):
    module, found = drafts(tmp_path, 1)
    assert (found["bundle"].kind, found["bundle"].to) == ("supports", 2)
    after = detect(SkillView(apply(module, found["bundle"]), lexicon()))
    assert after is not None
    assert after.level == "L2"


def test_who_writes_no_python_at_all_cannot_import_either(tmp_path):
    _, found = drafts(tmp_path, 0)
    assert "bundle" not in found
    assert "outline" in found
