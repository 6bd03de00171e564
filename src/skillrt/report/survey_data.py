"""A survey as plain data: what `survey.json` holds, and what the table and the page are made of."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

import skillrt
from skillrt.errors import catalogue
from skillrt.surveys.histogram import Histogram
from skillrt.surveys.published import published_survey
from skillrt.surveys.summary import MEASURES, NEEDS, Summary
from skillrt.targets import shipped_harnesses

SCHEMA_VERSION: Final = 1
LEVELS: Final = (1, 2, 3)
_QUANTILES: Final = (("p10", 10), ("p25", 25), ("median", 50), ("p75", 75), ("p90", 90), ("p99", 99))
_CONTENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "procedure": "have a procedure",
        "procedure-main": "have one in the skill file itself",
        "workflow": "have steps with dependences",
        "code": "have code",
        "code-main": "have code in the skill file itself",
        "programs": "bundle programs",
        "documents": "have further documents",
        "uses": "say what only some harness understands",
        "broken-links": "have broken links",
        "broken-calls": "call bundled programs wrongly",
        "regions": "have work that can go on at once",
        "audit": "have an audit finding",
        "errors": "break the specification",
    }
)
_KINDS: Final = (
    ("tool-reference", "tool reference"),
    ("procedure", "procedural"),
    ("generative", "generative"),
    ("unknown", "no text that tells"),
)
_MEASURES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tokens-listed": "tokens in the list",
        "tokens-activation": "tokens at activation",
        "tokens-read": "tokens of all that is read",
        "skill-bytes": "bytes of the skill file",
        "all-bytes": "bytes of all files",
        "files": "files",
        "required-needs": "required needs",
        "primitives": "primitives",
        "steps": "steps",
    }
)
_NEED_KINDS: Final = (
    ("python", "Python packages"),
    ("node", "Node packages"),
    ("system", "programs"),
    ("service", "services"),
    ("env", "variables"),
    ("mcp", "MCP servers"),
    ("all", "any of them"),
)
_REGIONS: Final = (
    ("data", "one operation over many items"),
    ("instruction", "calls that fit in one turn"),
    ("thread", "tasks of several turns each"),
)


def survey_data(found: Summary) -> dict[str, Any]:
    """Everything, ready for JSON. Shares are of the skills that could be read."""
    published = published_survey()
    return {
        "schema_version": SCHEMA_VERSION,
        "skillrt": skillrt.__version__,
        "skills": found.skills,
        "unread": found.unread,
        "published": {
            "source": published.source,
            "date": published.date,
            "skills": published.skills,
            "note": published.note,
        },
        "kinds": [_share(found, "kind", key, words) for key, words in _KINDS],
        "contents": [_share(found, "content", key, words) for key, words in _CONTENT.items()],
        "measures": [_measure(name, found.measure(name)) for name in MEASURES],
        "needs": [_needs(found, kind, words) for kind, words in _NEED_KINDS],
        "written_for": [_row(found, item, _harness(item[0])) for item in found.table("written-for")],
        "uses": [_row(found, item, _harness(item[0])) for item in found.table("use")],
        "use_kinds": [_row(found, item, item[0]) for item in found.table("use-kind")],
        "references": [_row(found, item, item[0]) for item in found.table("reference")],
        "broken": [_row(found, item, _title(item[0])) for item in found.table("broken")],
        "primitives": _primitives(found),
        "regions": [_share(found, "region", key, words) for key, words in _REGIONS],
        "edges": [_row(found, item, item[0]) for item in found.table("edge")],
        "languages": [_row(found, item, item[0]) for item in found.table("language")],
        "programs": [_row(found, item, item[0]) for item in found.table("program")],
        "audit": [_row(found, item, _title(item[0])) for item in found.table("audit")],
        "errors": [_row(found, item, _title(item[0])) for item in found.table("error")],
    }


def _share(found: Summary, table: str, key: str, words: str) -> dict[str, Any]:
    row = _row(found, (key, found.tally(table, key)), words)
    return {**row, "published": published_survey().shares.get(f"{table}.{key}")}


def _row(found: Summary, item: tuple[str, Any], words: str) -> dict[str, Any]:
    key, tally = item
    return {
        "id": key,
        "words": words,
        "skills": tally.skills,
        "share": _part(tally.skills, found),
        "total": tally.total,
    }


def _part(skills: int, found: Summary) -> float:
    return round(skills / found.read, 4) if found.read else 0.0


def _measure(name: str, found: Histogram) -> dict[str, Any]:
    return {
        "id": name,
        "words": _MEASURES[name],
        "skills": found.count,
        "total": found.total,
        "mean": round(found.mean, 1),
        "least": found.least,
        **{word: found.quantile(part) for word, part in _QUANTILES},
        "most": found.most,
        "columns": [list(item) for item in found.columns()],
    }


def _needs(found: Summary, kind: str, words: str) -> dict[str, Any]:
    tallies = {name: found.tally("need", f"{kind}.{name}") for name in NEEDS}
    return {
        "id": kind,
        "words": words,
        **{
            name: {"skills": tally.skills, "share": _part(tally.skills, found), "total": tally.total}
            for name, tally in tallies.items()
        },
    }


def _primitives(found: Summary) -> list[dict[str, Any]]:
    names = {name for level in LEVELS for name, _ in found.table(f"level-{level}")}
    rows = [_primitive(found, name) for name in names]
    return sorted(rows, key=lambda row: (-row["skills"], row["id"]))


def _primitive(found: Summary, name: str) -> dict[str, Any]:
    levels = {f"L{level}": found.tally(f"level-{level}", name).skills for level in LEVELS}
    skills = sum(levels.values())
    return {"id": name, "skills": skills, "share": _part(skills, found), **levels}


def _harness(name: str) -> str:
    known = {"several": "several harnesses", "unknown": "no harness that is known"}
    harness = shipped_harnesses().get(name)
    return known.get(name) or (harness.title if harness else name)


def _title(code: str) -> str:
    info = catalogue().get(code)
    return info.title if info else code


def figures(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows that say something: at least one skill, or a published figure to stand beside."""
    return [row for row in rows if row["skills"] or row.get("published")]
