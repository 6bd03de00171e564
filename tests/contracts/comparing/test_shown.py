from skillrt.contracts.comparing.shown import of_shown
from skillrt.contracts.lines import NeedLine, VariableLine


def test_needs_by_kind_and_variables():
    needs = [
        NeedLine(skill="a", kind="node", name="zod", required=False, shown=True),
        NeedLine(skill="a", kind="python", name="rich", required=False, shown=True),
        NeedLine(skill="a", kind="python", name="httpx", required=False, shown=True),
    ]
    assert of_shown(needs) == "uses the Python packages `rich` and `httpx` and the npm package `zod`"
    keys = [VariableLine(skill="a", name=name, required=False, shown=True) for name in ("A_KEY", "B_KEY")]
    assert of_shown(keys) == "reads the variables `A_KEY` and `B_KEY`"
    assert of_shown(keys[:1]) == "reads the variable `A_KEY`"
