"""The workflows of a module: rows for JSON, lines of text, and a Mermaid diagram."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from skillrt.errors import Span
from skillrt.ir import Edge, Fact, OtherWorkflow, ParallelRegion, Resource, Step, Workflow
from skillrt.reading.titles import cut_at_word
from skillrt.report.glyphs import lines_shown, visible

_SHOWN: Final = 70  # characters of a title in a diagram
_MARKS: Final = re.compile(r"[\"`\[\]{}()|#;\\]+")
_ARROWS: Final = {"data": "-->|data|", "control": "-.->|control|", "order": "==>"}


WORKFLOW_FIELDS: Final = ("workflows", "steps", "edges", "dependences", "parallel", "left_out")


def workflow_fields(facts: Iterable[Fact]) -> dict[str, Any]:
    """`workflows`, `steps`, `edges`, `dependences`, `parallel` and `left_out`, ready for JSON."""
    facts = tuple(facts)
    edges = [fact for fact in facts if isinstance(fact, Edge)]
    return {
        "workflows": [_workflow_row(fact) for fact in facts if isinstance(fact, Workflow)],
        "steps": [_step_row(fact) for fact in facts if isinstance(fact, Step)],
        "edges": [[edge.first, edge.then, edge.kind] for edge in edges],
        "dependences": [_edge_row(edge) for edge in edges],
        "parallel": [_region_row(fact) for fact in facts if isinstance(fact, ParallelRegion)],
        "left_out": [
            {"title": fact.title, "at": place(fact.span)} for fact in facts if isinstance(fact, OtherWorkflow)
        ],
    }


def workflow_text(fields: dict[str, Any]) -> str:
    """The same for people; ends with a newline."""
    return lines_shown(workflow_lines(fields) if fields["steps"] or fields["parallel"] else ["no workflow"])


def workflow_lines(fields: dict[str, Any]) -> Iterator[str]:
    """The same for people: each workflow with its steps, what they wait for, and what can go on at once."""
    waits: dict[str, list[dict[str, Any]]] = {}
    for row in fields["dependences"]:
        waits.setdefault(row["then"], []).append(row)
    decisions = [row for row in fields["steps"] if not row["workflow"]]
    for row in decisions:
        yield from _step_lines(row, ())
    for flow in fields["workflows"]:
        yield f"workflow {flow['id']}: {flow['title']}  {flow['at']}"
        for row in fields["steps"]:
            if row["workflow"] == flow["id"]:
                yield from _step_lines(row, waits.get(row["id"], ()))
    if fields["parallel"]:
        yield f"can go on at once ({len(fields['parallel'])})"
        for row in fields["parallel"]:
            yield f"  {_region_line(row)}"
    if fields["left_out"]:
        yield f"may be workflows as well, and are left out ({len(fields['left_out'])})"
        yield from (f"  {row['title']}  {row['at']}" for row in fields["left_out"])


def workflow_mermaid(fields: dict[str, Any]) -> str:
    """A flow chart: data edges are plain, control edges dotted, and both say so, order edges thick; ends with a
    newline."""
    lines = ["flowchart TD"]
    lines += [f"  {_node(row)}" for row in fields["steps"] if not row["workflow"]]
    for flow in fields["workflows"]:
        lines.append(f'  subgraph {flow["id"]}["{_plain(flow["title"])}"]')
        lines += [f"    {_node(row)}" for row in fields["steps"] if row["workflow"] == flow["id"]]
        lines.append("  end")
    lines += [f"  {row['first']} {_ARROWS[row['kind']]} {row['then']}" for row in fields["dependences"]]
    lines += _marks_of_regions(fields)
    return "\n".join(lines) + "\n"


def _marks_of_regions(fields: dict[str, Any]) -> Iterator[str]:
    """Steps that go on at once with others look other than those that hold such work each within itself."""
    at_once = {step for row in fields["parallel"] for step in row["steps"] if len(row["steps"]) > 1}
    within = {step for row in fields["parallel"] for step in row["steps"]} - at_once
    for name, steps, style in (
        ("parallel", at_once, "stroke-width:3px,stroke-dasharray:6 3"),
        ("within", within, "stroke-width:3px"),
    ):
        marked = [row["id"] for row in fields["steps"] if row["id"] in steps]
        if marked:
            yield f"  classDef {name} {style}"
            yield f"  class {','.join(marked)} {name}"


def place(span: Span) -> str:
    """`FILE:a-b`, or `FILE:a` for one line."""
    return f"{span.file}:{span.line}" + (f"-{span.end_line}" if span.end_line > span.line else "")


def _workflow_row(fact: Workflow) -> dict[str, Any]:
    return {"id": fact.id, "title": fact.title, "at": place(fact.span), "purpose": fact.purpose or None}


def _step_row(fact: Step) -> dict[str, Any]:
    return {
        "id": fact.id,
        "at": place(fact.span),
        "what": fact.title,
        "workflow": fact.workflow or None,
        "kind": fact.kind,
        "reads": [_resource_row(item) for item in fact.reads],
        "writes": [_resource_row(item) for item in fact.writes],
        "commands": list(fact.commands),
        "asks": place(fact.asks) if fact.asks else None,
        "outside": place(fact.outside) if fact.outside else None,
        "condition": place(fact.condition) if fact.condition else None,
    }


def _resource_row(item: Resource) -> dict[str, Any]:
    return {"kind": item.kind, "name": item.name, "at": place(item.span)}


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {"first": edge.first, "then": edge.then, "kind": edge.kind, "reason": edge.reason, "at": place(edge.span)}


def _region_row(fact: ParallelRegion) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "steps": list(fact.steps),
        "at": place(fact.span),
        "why": fact.reason,
        "width": fact.width or None,
        "merge": fact.merge or None,
    }


def _step_lines(row: dict[str, Any], waits: Sequence[dict[str, Any]]) -> Iterator[str]:
    notes = [name for name in ("asks", "outside", "condition") if row[name]]
    words = {"asks": "asks the user", "outside": "acts outside the workspace", "condition": "may not be done"}
    kind = "" if row["kind"] == "agent" else f"{row['kind']}, "
    about = f"  ({kind}{', '.join(words[name] for name in notes)})" if notes or kind else ""
    yield f"  {row['id']:4} {row['what']}  {row['at']}{about.replace(', )', ')')}"
    for wait in waits:
        yield f"         after {wait['first']} ({wait['kind']}): {wait['reason']}"


def _region_line(row: dict[str, Any]) -> str:
    steps = f" in {', '.join(row['steps'])}" if row["steps"] else ""
    width = f", {row['width']} wide" if row["width"] else ""
    merge = f"; merge {row['merge']}" if row["merge"] else ""
    return f"{row['at']}  {row['kind']}{steps}{width}: {row['why']}{merge}"


def _node(row: dict[str, Any]) -> str:
    left, right = ("{", "}") if not row["workflow"] else ("[", "]")
    return f'{row["id"]}{left}"{row["id"]} {_plain(row["what"])}"{right}'


def _plain(text: str) -> str:
    """A title without what Mermaid, or a terminal, would read as its own."""
    shown = cut_at_word(" ".join(_MARKS.sub(" ", visible(text)).split()), _SHOWN)
    return shown.replace("<", "#lt;").replace(">", "#gt;")
