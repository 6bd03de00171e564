"""A survey as one HTML file with its plots; it needs nothing else and no script."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from skillrt.report.fragments import filled, framed
from skillrt.report.survey_data import figures
from skillrt.report.survey_plots import bars, beside, plot
from skillrt.report.survey_text import percent

_MOST_ROWS: Final = 15
_PLOTTED: Final = ("tokens-activation", "tokens-read", "tokens-listed", "all-bytes", "required-needs", "steps")
Row = Mapping[str, Any]
Entry = tuple[str, str]


def survey_html(data: Row) -> str:
    """The page. Every text is escaped, and a content policy forbids whatever might be overlooked."""
    published = data["published"]
    parts = _sections(data)
    unread = f"; {data['unread']:,} could not be" if data["unread"] else ""
    title = f"{data['skills']:,} skill{'' if data['skills'] == 1 else 's'}"
    body = _filled(
        "body",
        {
            "title": title,
            "read": f"{data['skills'] - data['unread']:,}",
            "unread": unread,
            "published": f"Published: {published['source']}, {published['date']}, {published['skills']:,} skills",
            "note": published["note"],
        },
        {
            "links": "".join(_filled("link", {"id": name, "title": title}) for name, title, _ in parts),
            "sections": "".join(text for _, _, text in parts),
        },
    )
    return framed(title, body, style="survey.css", version=data["skillrt"])


def _sections(data: Row) -> list[tuple[str, str, str]]:
    """Id, title and markup of each part."""
    codes = (
        ("broken", "Broken links and calls", "Problems of links, paths and command lines, by what is wrong.", "warn"),
        ("audit", "Audit findings", "What a security review wants to see; a finding is a place to look at.", "warn"),
        ("errors", "Errors", "What breaks the specification, or stands in the way of reading the skill.", "warn"),
    )
    made = [
        _what(data),
        _needs(data),
        _sizes(data),
        _primitives(data),
        _counted(
            "uses",
            "Harness-specific words",
            "Tools, paths, commands, variables and keys that only some harness understands, by harness.",
            data["uses"],
        ),
        *(_counted(name, title, lead, data[name], shade) for name, title, lead, shade in codes),
        _counted("regions", "Work at once", "Parallel regions that the text allows, by kind.", data["regions"]),
        _counted("languages", "Languages", "Of code blocks with code or commands.", data["languages"]),
        _counted("programs", "Bundled programs", "By language.", data["programs"]),
    ]
    return [item for item in made if item[2]]


def _what(data: Row) -> tuple[str, str, str]:
    rows = [
        _row(
            row["words"],
            beside(("ours", 0, row["share"]), ("theirs", 0, row["published"] or 0)),
            (f"{row['skills']:,}", percent(row["share"]), percent(row["published"])),
        )
        for row in figures([*data["kinds"], *data["contents"]])
    ]
    legend = (("ours", "this collection"), ("theirs", "as published of another"))
    table = _table("what", ("", "", "skills", "share", "published"), rows)
    lead = "What the skills mostly are, and what they have."
    return _section("what", "What they are", lead, table, legend)


def _sizes(data: Row) -> tuple[str, str, str]:
    known = {row["id"]: row for row in data["measures"]}
    plots = _filled("plots", {}, {"plots": "".join(plot(known[name]) for name in _PLOTTED)})
    names = ("median", "p90", "p99", "most", "total")
    rows = [
        _filled("plain-row", {"words": row["words"]}, {"cells": _cells([f"{row[name]:,}" for name in names])})
        for row in data["measures"]
    ]
    table = _table("sizes", ("", "median", "nine of ten", "99 of 100", "most", "sum"), rows)
    lead = (
        "Skills by size; each column is twice as far as the one before it, the dashed line is the median. "
        "Medians and the like are known to one part in sixteen."
    )
    return _section("sizes", "How large they are", lead, plots + table, wide=True)


def _needs(data: Row) -> tuple[str, str, str]:
    rows = [
        _row(
            row["words"],
            bars((("ours", 0, row["required"]["share"]), ("warn", 0, row["undeclared"]["share"]))),
            (
                f"{row['required']['skills']:,}",
                f"{row['required']['total']:,}",
                f"{row['optional']['total']:,}",
                f"{row['undeclared']['total']:,}",
            ),
        )
        for row in data["needs"]
    ]
    legend = (("ours", "skills that require some"), ("warn", "skills that do not say so"))
    lead = "What must be there outside the skill. Undeclared: required, and nothing in it tells people to have it."
    table = _table("needs", ("", "", "skills", "required", "optional", "undeclared"), rows)
    return _section("needs", "What they need", lead, table, legend)


def _primitives(data: Row) -> tuple[str, str, str]:
    read = max(1, data["skills"] - data["unread"])
    rows: list[str] = []
    for row in data["primitives"]:
        low, middle, high = (row[level] / read for level in ("L1", "L2", "L3"))
        drawn = bars((("low", 0, low), ("middle", low, low + middle), ("high", low + middle, low + middle + high)))
        cells = (f"{row['skills']:,}", percent(row["share"]), *(f"{row[level]:,}" for level in ("L1", "L2", "L3")))
        rows.append(_row(row["id"], drawn, cells))
    legend = (("low", "level 1"), ("middle", "level 2"), ("high", "level 3"))
    lead = "What the skills ask the agent itself to do, and how well it has to do it."
    table = _table("primitives", ("", "", "skills", "share", "L1", "L2", "L3"), rows)
    return _section("primitives", "The primitives they ask for", lead, table, legend)


def _counted(name: str, title: str, lead: str, found: Sequence[Row], shade: str = "ours") -> tuple[str, str, str]:
    shown = figures(found)
    rows = [
        _row(
            row["words"],
            bars(((shade, 0, row["share"]),)),
            (f"{row['skills']:,}", percent(row["share"]), f"{row['total']:,}"),
            row["id"] if "." in row["id"] else "",
        )
        for row in shown[:_MOST_ROWS]
    ]
    more = f" {len(shown) - _MOST_ROWS} more have fewer." if len(shown) > _MOST_ROWS else ""
    table = _table(name, ("", "", "skills", "share", "places"), rows)
    return _section(name, title, lead + more, table)


def _section(
    name: str, title: str, lead: str, body: str, legend: Iterable[Entry] = (), *, wide: bool = False
) -> tuple[str, str, str]:
    entries = "".join(_filled("entry", {"shade": shade, "words": words}) for shade, words in legend)
    text = _filled(
        "section",
        {"id": name, "title": title, "lead": lead, "width": "wide" if wide else ""},
        {"legend": _filled("legend", {}, {"entries": entries}) if entries else "", "body": body},
    )
    return name, title, text


def _table(name: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    if not rows:
        return _filled("nothing", {})
    head = "".join(_filled("head", {"words": words}) for words in heads)
    return _filled("table", {"id": name}, {"heads": head, "rows": "".join(rows)})


def _row(words: str, drawn: str, cells: Sequence[str], code: str = "") -> str:
    markup = {"bars": drawn, "cells": _cells(cells), "code": _filled("code", {"code": code}) if code else ""}
    return _filled("row", {"words": words}, markup)


def _cells(words: Iterable[str]) -> str:
    return "".join(_filled("cell", {"words": item}) for item in words)


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("survey.html", fragment, texts, markup)
