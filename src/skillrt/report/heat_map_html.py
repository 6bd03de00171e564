"""The heat map as one HTML file that needs nothing else; readable without its script, by eye and by ear."""

from collections.abc import Mapping
from types import MappingProxyType

from skillrt.report.fragments import filled, framed
from skillrt.report.gaps import Row, doubt_words, trials_words
from skillrt.report.heat_map import Cell, HeatMap, SkillRow, depth, doubts, gaps, shade, share_shade
from skillrt.report.target_levels import ORIGINS
from skillrt.targets import Bar, Target


def heat_map_html(found: HeatMap) -> str:
    """The page. Every text of a skill is escaped, and a content policy forbids whatever might be overlooked."""
    skills = _number(len(found.rows), "skill")
    targets = _number(len(found.targets), "target")
    read = [row for row in found.rows if not row.error]
    fitting = sum(not gaps(cell) for row in read for cell in row.cells)
    pairs = sum(len(row.cells) for row in read)
    bar = found.targets[0].capabilities.bar if found.targets else Bar()
    cautious = any(target.capabilities.cautious for target in found.targets)
    title = f"{skills} on {targets}"
    body = _filled(
        "body",
        {
            "title": title,
            "fitting": f"{fitting} of {pairs}",
            "bar": f"at least {bar.certainty:.0%} sure that {bar.rate:.0%} of the trials succeed",
            "doubt": "a gap (cautious)" if cautious else "no gap",
        },
        {
            "heads": "".join(_head(target) for target in found.targets),
            "rows": "".join(_row(row, len(found.targets)) for row in found.rows),
            "lacking": _lacking(found, len(read)),
            "targets": "".join(_target(target) for target in found.targets),
        },
    )
    return framed(title, body, style="heat_map.css", script="heat_map.js")


def _head(target: Target) -> str:
    return _filled("head", {"model": target.model, "harness": target.harness.name, "of": _short_origin(target)})


def _row(row: SkillRow, targets: int) -> str:
    where = row.where if row.where != row.name else ""
    texts = {"name": row.name, "where": where}
    if row.error:
        return _filled("unread", {**texts, "error": row.error, "span": str(max(targets, 1))})
    deepest = max((depth(cell) for cell in row.cells), default=0)
    return _filled("row", {**texts, "deepest": str(deepest)}, {"cells": "".join(_cell(cell) for cell in row.cells)})


def _cell(cell: Cell) -> str:
    short, unsure = gaps(cell), doubts(cell)
    texts = {"shade": shade(cell), "order": str(1000 * depth(cell) + len(unsure))}
    if not cell:
        return _filled("cell", {**texts, "words": "asks nothing known"})
    said = _number(len(short), "gap") if short else "fits"
    aside = _number(len(unsure), "doubt") if unsure else ""
    rest = len(cell) - len(short) - len(unsure)
    held = f"{_number(rest, 'requirement')} held without doubt" if rest else ""
    items = "".join(_item(item) for item in (*short, *unsure))
    rest_item = _filled("rest", {"words": held}) if held else ""
    return _filled("details", {**texts, "words": said, "aside": aside}, {"items": items + rest_item})


def _item(row: Row) -> str:
    doubt = doubt_words(row)
    words = f"asks L{row.required}, held L{row.held}" if row.gap else f"asks L{row.required}"
    facts = "; ".join(part for part in (doubt, trials_words(row), f"asked at {row.at}" if row.at else "") if part)
    return _filled("item", {"primitive": row.primitive, "words": words, "facts": facts, "why": row.why})


def _lacking(found: HeatMap, skills: int) -> str:
    lacking = found.lacking()
    if not lacking:
        return _filled("no-lack", {})
    heads = "".join(_head(target) for target in found.targets)
    rows = "".join(
        _filled("lack", {"primitive": name}, {"cells": "".join(_count(number, skills) for number in counts)})
        for name, counts in lacking.items()
    )
    return _filled("lacks", {}, {"heads": heads, "rows": rows})


def _count(skills: int, of: int) -> str:
    words = _number(skills, "skill") if skills else "none"
    return _filled("cell", {"shade": share_shade(skills, of), "order": str(skills), "words": words})


def _target(target: Target) -> str:
    found = target.capabilities
    sources = "".join(_filled("source", {"words": words}) for words in found.sources)
    return _filled("target", {"target": str(target), "origin": ORIGINS[found.origin]}, {"sources": sources})


def _short_origin(target: Target) -> str:
    short = {"measured": "measured", "other-harness": "from another harness", "family": "from its family"}
    return short.get(target.capabilities.origin, "not measured")


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("heat_map.html", fragment, texts, markup)
