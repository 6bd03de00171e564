import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from skillrt.report.workflow_svg import workflow_svg

KINDS = ("data", "control", "order")
SVG = "{http://www.w3.org/2000/svg}"


def step(name, workflow="w1", what="Read the file", **more):
    row = {"id": name, "at": "SKILL.md:3", "what": what, "workflow": workflow, "kind": "agent"}
    return {**row, "asks": None, "outside": None, "condition": None, **more}


def edge(first, then, kind="data"):
    return {"first": first, "then": then, "kind": kind, "reason": "it uses a.json", "at": "SKILL.md:4"}


def region(*steps, kind="data", why="each for itself"):
    return {"kind": kind, "steps": list(steps), "at": "SKILL.md:9", "why": why, "width": 3, "merge": None}


def fields(steps, edges=(), regions=(), workflows=1):
    flows = [{"id": f"w{at}", "title": f"Flow {at}", "at": "SKILL.md:2-9"} for at in range(1, workflows + 1)]
    return {
        "name": "a-skill",
        "workflows": flows,
        "steps": steps,
        "dependences": list(edges),
        "parallel": list(regions),
    }


def groups(text, name):
    """The groups of a class, the samples of the key left out."""
    found = [
        item for item in ElementTree.fromstring(text).iter(f"{SVG}g") if item.get("class", "").split()[:1] == [name]
    ]
    return [item for item in found if item.find(f"{SVG}title") is not None]


def test_every_step_and_edge_is_drawn_with_its_words():
    steps = [step(f"s{at}", what=f"Do thing {at}") for at in range(1, 41)]
    edges = [edge(f"s{at}", f"s{at + 1}", kind) for at, kind in enumerate(KINDS * 13, 1)]
    text = workflow_svg(fields(steps, edges))
    drawn = groups(text, "step")
    assert [item.findtext(f"{SVG}text") for item in drawn] == [row["id"] for row in steps]
    lines = groups(text, "line")
    assert [item.get("class") for item in lines] == [f"line {row['kind']}" for row in edges]
    assert lines[0].findtext(f"{SVG}title") == "s2 after s1 (data): it uses a.json"
    assert text == workflow_svg(fields(steps, edges))


def test_boxes_do_not_overlap():
    steps = [step(f"s{at}", what="Read the long file and write what is in it " * (at % 4)) for at in range(1, 13)]
    edges = [edge("s1", f"s{at}") for at in range(2, 12)] + [edge(f"s{at}", "s12") for at in range(2, 12)]
    frames = []
    for item in groups(workflow_svg(fields(steps, edges)), "step"):
        x, y = map(float, re.findall(r"[\d.]+", item.get("transform")))
        box = item.find(f"{SVG}rect")
        frames.append((x, y, x + float(box.get("width")), y + float(box.get("height"))))
    assert len(frames) == 12
    for one, other in combinations(frames, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_workflows_stand_under_each_other_with_the_decision_above_each():
    steps = [step("s1", None, "Modes"), step("s2"), step("s3"), step("s4", "w2"), step("s5", "w2")]
    edges = [edge("s1", "s2", "control"), edge("s2", "s3"), edge("s1", "s4", "control"), edge("s4", "s5")]
    text = workflow_svg(fields(steps, edges, workflows=2))
    assert [item.findtext(f"{SVG}text") for item in groups(text, "step")] == ["s1", "s2", "s3", "s1", "s4", "s5"]
    assert len(groups(text, "line")) == 4
    assert text.index("Flow 1") < text.index("Flow 2")
    assert 'class="step decision"' in text


def test_regions_are_tinted_and_told():
    steps = [step("s1"), step("s2"), step("s3"), step("s4", condition="SKILL.md:7", kind="script")]
    edges = [edge("s1", "s2"), edge("s1", "s3"), edge("s2", "s4"), edge("s3", "s4")]
    text = workflow_svg(fields(steps, edges, [region("s2", "s3", kind="thread"), region(why="a place elsewhere")]))
    assert text.count('class="step held"') == 2 + 1  # and one in the key
    assert text.count('class="hull"') == 1
    assert "each for itself" in text
    assert text.index("outside the steps") < text.index("a place elsewhere")
    assert "script · may be skipped" in text


@pytest.mark.parametrize("what", ["<script>alert(1)</script>", 'a" onload="x', "a & b ]]> c", "\u202e\u0007 a", ""])
def test_texts_are_escaped_and_nothing_is_loaded(what):
    text = workflow_svg(fields([step("s1", what=what), step("s2")], [edge("s1", "s2")], [region("s1", why=what)]))
    for item in ElementTree.fromstring(text).iter():
        assert item.tag != f"{SVG}script"
        assert not any(name.startswith("on") or "href" in name for name in item.attrib)
    assert text.count("http") == 1  # the name space
    assert "prefers-color-scheme: dark" in text


def test_a_skill_without_a_workflow():
    text = workflow_svg(fields([], workflows=0))
    assert "no workflow" in text
    ElementTree.fromstring(text)
