import msgspec
import pytest

from skillrt.errors import Span
from skillrt.ir import Anchor, CallSite, Dependency, Fact, HarnessUse, Reference, WrittenFor

SPAN = Span("SKILL.md", 3, 9, 2, 2)
FACTS = [
    Reference(blocks=("p-1",), span=SPAN, ref="A.md", target="a.md", status="mended", via="link"),
    Anchor(blocks=("p-1",), span=SPAN, path="scripts/a.py", written="scripts/a.py"),
    CallSite(blocks=("p-1",), span=SPAN, script="scripts/a.py", command="python scripts/a.py", checked=True),
    HarnessUse(blocks=(), span=SPAN, what="Read", kind="tool", harnesses=("claude-code",), operation="file.read"),
    WrittenFor(blocks=(), span=SPAN, harness="codex", guessed=True, scores=(("codex", 2.5),)),
    Dependency(blocks=(), span=SPAN, kind="env", name="API_KEY", required=True, why="read by x", evidence=(SPAN,)),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: type(fact).__name__)
def test_a_fact_survives_json(fact):
    assert msgspec.json.decode(msgspec.json.encode(fact), type=Fact) == fact


def test_tags_differ():
    tags = [msgspec.to_builtins(fact)["fact"] for fact in FACTS]
    assert len(set(tags)) == len(FACTS)
