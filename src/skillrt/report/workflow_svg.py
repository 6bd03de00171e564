"""The workflows of a skill as a drawing (SVG): steps, what they wait for, what can go on at once.

The drawing needs nothing else. Each workflow has layers of its own, one workflow under the other; a decision that
leads into several stands above each.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

import msgspec

from skillrt.report.fragments import asset, filled
from skillrt.report.layered import Box, Placed, Point, placed
from skillrt.report.text_width import lines_of, width_of

_MARGIN: Final = 28.0
_TOP: Final = 104.0  # below the name and the key
_BOXES: Final = {1: 420.0, 2: 330.0}  # the width of boxes, by how many stand beside each other
_BOX: Final = 280.0
_TEXT: Final = 46.0  # where titles begin in a box, behind the id
_SIZE: Final = 13.0
_LINE: Final = 17.0
_NOTE: Final = 16.0
_ACROSS: Final = 28.0
_DOWN: Final = 40.0
_HULL: Final = 14.0
_BETWEEN: Final = 18.0
_APART: Final = 52.0  # between workflows
_LEAST: Final = 820.0  # room for the key
_KINDS: Final = ("data", "control", "order")
_NOTES: Final = {"asks": "asks", "outside": "acts outside", "condition": "may be skipped"}
_KEY: Final = (
    ("data", "uses its result"),
    ("control", "depends on what it decides"),
    ("order", "is told to come later"),
)

_KEY_LINE: Final = "key-line"
_KEY_BOX: Final = "key-box"
_SAMPLE: Final = 42.0  # the room of a line or box beside its meaning

Row = Mapping[str, Any]
Frame = tuple[float, float, float, float]


class _Part(msgspec.Struct, frozen=True):
    """A piece of the drawing, and how much room it takes."""

    markup: str
    width: float
    height: float


def workflow_svg(found: Row) -> str:
    """The drawing of `workflows`, `steps`, `dependences` and `parallel`; `name` is the title. Ends with a newline."""
    regions = [(f"P{at}", row) for at, row in enumerate(found["parallel"], 1)]
    names = {id(row): name for name, row in regions}
    flows = [_flow(found, row, regions) for row in _flows(found)]
    inside = {row["id"] for row in found["steps"]}
    elsewhere = [(names[id(row)], row) for _, row in regions if not inside & set(row["steps"])]
    if elsewhere:
        flows.append(
            _stacked([_heading("At once, outside the steps", ""), _regions(elsewhere, _LEAST - 2 * _MARGIN)])
        )
    width = max([_LEAST, *(part.width + 2 * _MARGIN for part in flows)])
    key = _key(regions=bool(regions), maybe=any(row["condition"] for row in found["steps"]))
    body = [_filled("flow", {"x": _n(_MARGIN), "y": "82"}, {"body": key.markup})]
    y = _TOP + key.height
    for part in flows:
        body.append(_filled("flow", {"x": _n(_MARGIN), "y": _n(y)}, {"body": part.markup}))
        y += part.height + _APART
    texts = {
        "width": _n(width),
        "height": _n(y - _APART + _MARGIN if flows else y),
        "margin": _n(_MARGIN),
        "title": _fitting(str(found.get("name", "")) or "Workflow", width - 2 * _MARGIN, 20.0),
        "counts": _counts(found),
    }
    heads = "".join(_filled("head", {"kind": kind}) for kind in _KINDS)
    return _filled("page", texts, {"style": asset("workflow_drawing.css"), "heads": heads, "body": "".join(body)})


def _flows(found: Row) -> list[Row]:
    return [row for row in found["workflows"] if any(step["workflow"] == row["id"] for step in found["steps"])]


def _counts(found: Row) -> str:
    if not found["steps"] and not found["parallel"]:
        return "no workflow"
    counts = (
        (len(found["workflows"]), "workflow"),
        (len(found["steps"]), "step"),
        (len(found["parallel"]), "parallel region"),
    )
    return ", ".join(f"{count} {thing}{'' if count == 1 else 's'}" for count, thing in counts)


def _flow(found: Row, flow: Row, regions: Sequence[tuple[str, Row]]) -> _Part:
    """One workflow: its name, its drawing, and the regions in it."""
    mine = [row for row in found["steps"] if row["workflow"] == flow["id"]]
    ids = {row["id"] for row in mine}
    edges = [row for row in found["dependences"] if row["then"] in ids]
    before = {row["first"] for row in edges} - ids
    steps = [*(row for row in found["steps"] if row["id"] in before), *mine]
    here = [(name, row) for name, row in regions if ids & set(row["steps"])]
    drawing = _drawing(steps, edges, here)
    heading = _heading(f"{flow['id']}  {flow['title']}", flow["at"])
    parts = [heading, drawing, *([_regions(here, max(drawing.width, _LEAST - 2 * _MARGIN))] if here else [])]
    return _stacked(parts)


def _heading(title: str, at: str) -> _Part:
    shown = _fitting(title, _LEAST - 4 * _MARGIN - width_of(at, 11.0), 15.0)
    return _Part(_filled("flow-name", {"title": shown, "at": at}), _LEAST - 2 * _MARGIN, 14.0)


def _stacked(parts: Sequence[_Part]) -> _Part:
    """Pieces one under the other."""
    markup: list[str] = []
    y = 0.0
    for part in parts:
        markup.append(_filled("flow", {"x": "0", "y": _n(y)}, {"body": part.markup}))
        y += part.height + _BETWEEN
    return _Part("".join(markup), max(part.width for part in parts), y - _BETWEEN)


def _drawing(steps: Sequence[Row], edges: Sequence[Row], regions: Sequence[tuple[str, Row]]) -> _Part:
    links = [(row["first"], row["then"]) for row in edges]
    rough = placed([Box(row["id"], 1.0, 1.0) for row in steps], links, across=1.0, down=1.0)
    beside = max(Counter(y for _, y in rough.corners.values()).values(), default=1)
    wide = _BOXES.get(beside, _BOX)
    boxes = [Box(row["id"], wide, _height(row, wide)) for row in steps]
    layout = placed(boxes, links, across=_ACROSS, down=_DOWN)
    held = {step: [name for name, row in regions if step in row["steps"]] for step in layout.corners}
    markup = [
        *_hulls(layout, boxes, regions),
        *(_line(row, layout) for row in edges if (row["first"], row["then"]) in layout.lines),
        *(_step(row, box, layout.corners[box.id], held[box.id]) for row, box in zip(steps, boxes, strict=True)),
    ]
    shifted = _filled("flow", {"x": _n(_HULL), "y": _n(_HULL)}, {"body": "".join(markup)})
    return _Part(shifted, layout.width + 2 * _HULL, layout.height + 2 * _HULL)


def _hulls(layout: Placed, boxes: Sequence[Box], regions: Sequence[tuple[str, Row]]) -> Iterator[str]:
    """The ground of the steps that share a region: one, where no other step stands between them."""
    frames = {box.id: (*layout.corners[box.id], box.width, box.height) for box in boxes}
    for _, row in regions:
        shared = [frame for step, frame in frames.items() if step in row["steps"]]
        others = [frame for step, frame in frames.items() if step not in row["steps"]]
        if len(shared) > 1:
            whole = _around(shared)
            for frame in shared if any(_meet(whole, other) for other in others) else [whole]:
                names = ("x", "y", "width", "height")
                yield _filled("hull", dict(zip(names, map(_n, _around([frame], _HULL)), strict=True)))


def _around(frames: Sequence[Frame], more: float = 0.0) -> Frame:
    """The frame around frames (left, top, width, height), a bit larger."""
    left, top = min(frame[0] for frame in frames) - more, min(frame[1] for frame in frames) - more
    right = max(frame[0] + frame[2] for frame in frames) + more
    bottom = max(frame[1] + frame[3] for frame in frames) + more
    return left, top, right - left, bottom - top


def _meet(one: Frame, other: Frame) -> bool:
    beside = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
    return not beside and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def _line(row: Row, layout: Placed) -> str:
    words = f"{row['then']} after {row['first']} ({row['kind']}): {row['reason']}"
    path = _path(layout.lines[row["first"], row["then"]])
    return _filled("line", {"kind": row["kind"], "words": words, "path": path})


def _path(points: Sequence[Point]) -> str:
    """Straight within a rank, bent between two."""
    (x, y), *_ = points
    parts = [f"M{_n(x)},{_n(y)}"]
    for at, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        if (x, y) == (to_x, to_y):
            continue
        if at % 2 == 0 or x == to_x:
            parts.append(f"L{_n(to_x)},{_n(to_y)}")
        else:
            half = (to_y - y) / 2
            parts.append(f"C{_n(x)},{_n(y + half)} {_n(to_x)},{_n(to_y - half)} {_n(to_x)},{_n(to_y)}")
    return " ".join(parts)


def _height(row: Row, wide: float) -> float:
    return 15.0 + _LINE * len(_title(row, wide)) + (_NOTE if _note(row) else 0.0)


def _title(row: Row, wide: float) -> tuple[str, ...]:
    plain = row["what"].replace("`", "").rstrip("\\ ")
    return lines_of(plain or row["id"], wide - _TEXT - 12.0, _SIZE, 3)


def _note(row: Row) -> str:
    notes = [words for name, words in _NOTES.items() if row[name]]
    return " · ".join([*([] if row["kind"] == "agent" else [row["kind"]]), *notes])


def _step(row: Row, box: Box, corner: Point, regions: Sequence[str]) -> str:
    look = " ".join(
        name
        for name, holds in (
            ("decision", not row["workflow"]),
            ("held", bool(regions)),
            ("maybe", bool(row["condition"])),
        )
        if holds
    )
    lines = [
        _filled("title-line", {"x": _n(_TEXT), "y": _n(21.0 + _LINE * at), "words": words})
        for at, words in enumerate(_title(row, box.width))
    ]
    note = _note(row)
    if note:
        y = 20.0 + _LINE * len(lines)
        lines.append(
            _filled("note", {"x": _n(_TEXT), "y": _n(y), "words": _fitting(note, box.width - _TEXT - 12.0, 11.0)})
        )
    texts = {
        "look": look,
        "x": _n(corner[0]),
        "y": _n(corner[1]),
        "width": _n(box.width),
        "height": _n(box.height),
        "id": row["id"],
        "words": f"{row['what']} ({row['at']})",
    }
    marks = _badge(" ".join(regions), box) if regions else ""
    return _filled("step", texts, {"lines": "".join(lines), "marks": marks})


def _badge(words: str, box: Box) -> str:
    width = width_of(words, 11.0) + 16.0
    texts = {"x": _n(box.width - width - 12.0), "width": _n(width), "middle": _n(width / 2), "words": words}
    return _filled("badge", texts)


def _regions(regions: Sequence[tuple[str, Row]], width: float) -> _Part:
    """What can go on at once, in words."""
    markup: list[str] = []
    y = 13.0
    for name, row in regions:
        badge = width_of(name, 11.0) + 16.0
        facts = [row["at"], ", ".join(row["steps"]), f"{row['width']} wide" if row["width"] else ""]
        said = row["why"] + (f"; merged: {row['merge']}" if row["merge"] else "")
        lines = lines_of(said, width - badge - 12.0, _SIZE, 3)
        shown = [
            _filled("title-line", {"x": _n(badge + 12.0), "y": _n(y + 18.0 * at), "words": words})
            for at, words in enumerate(lines, 1)
        ]
        texts = {
            "y": _n(y),
            "width": _n(badge),
            "middle": _n(badge / 2),
            "name": name,
            "x": _n(badge + 12.0),
            "kind": row["kind"],
            "facts": " · ".join(part for part in facts if part),
        }
        markup.append(_filled("region", texts, {"lines": "".join(shown)}))
        y += 18.0 * (len(lines) + 1) + 10.0
    return _Part("".join(markup), width, y - 23.0)


def _key(*, regions: bool, maybe: bool) -> _Part:
    """What the lines and boxes mean, in as many rows as it takes."""
    parts = [(_KEY_LINE, kind, f"{kind}: {words}") for kind, words in _KEY]
    parts += [(_KEY_BOX, "held", "part of it can go on at once")] if regions else []
    parts += [(_KEY_BOX, "maybe", "may be skipped")] if maybe else []
    x, y = 0.0, 0.0
    markup: list[str] = []
    for fragment, look, words in parts:
        width = _SAMPLE + width_of(words, 12.0)
        if x and x + width > _LEAST - 2 * _MARGIN:
            x, y = 0.0, y + 22.0
        texts = {"look": look, "x": _n(x), "y": _n(y), "top": _n(y - 11.0), "text": _n(x + _SAMPLE), "words": words}
        markup.append(_filled(fragment, texts))
        x += width + 18.0
    return _Part("".join(markup), _LEAST - 2 * _MARGIN, y)


def _fitting(text: str, width: float, size: float) -> str:
    return lines_of(text, width, size, 1)[0]


def _n(value: float) -> str:
    """A number without needless digits."""
    return f"{round(value, 1):g}"


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("workflow_drawing.svg", fragment, texts, markup)
