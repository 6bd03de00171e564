"""A matrix as one HTML file: a table that reads without its script, and details that the script shows on demand."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, cast

from skillrt.report.fragments import filled, framed
from skillrt.report.glyphs import glyphs
from skillrt.report.portable import to_json, well_formed

_ORDER: Final = {"fails": 4, "left": 3, "lossy": 2, "closed": 1, "fits": 0}
_SHORT: Final = {
    "measured": "measured",
    "other-harness": "from another harness",
    "family": "from its family",
    "none": "not measured",
}
_SYMBOLS: Final = {"fails": "✕", "left": "▲", "lossy": "◆", "closed": "●", "fits": "✓"}
Data = Mapping[str, Any]


def matrix_html(data: Data) -> str:
    """The page. Every text is escaped or stands in JSON that the script shows as text; a content policy forbids
    whatever might be overlooked."""
    skills: Sequence[Data] = data["skills"]
    targets: Sequence[Data] = data["targets"]
    title = f"{_number(len(skills), 'skill')} on {_number(len(targets), 'target')}"
    body = _filled(
        "body",
        {
            "title": title,
            "host": targets[0]["host"] if targets else "-",
        },
        {
            "data": _embedded(data),
            "heads": "".join(_head(target) for target in targets),
            "sums": "".join(_sums(target, len(skills)) for target in targets),
            "rows": "".join(_row(skill, at) for at, skill in enumerate(skills)),
        },
    )
    return framed(title, body, style="matrix.css", script="matrix.js", version=data["skillrt"])


def _head(target: Data) -> str:
    texts = {"model": target["model"], "harness": target["harness"], "of": _SHORT[target["origin"]]}
    return _filled("head", texts)


def _sums(target: Data, skills: int) -> str:
    sums: Data = target["sums"]
    parts = "".join(_parts(sums, max(skills, 1)))
    before, after = sums["tokens_before"], sums["tokens_after"]
    change = f"{(after - before) / before:+.1%}".replace("%", " %") if before else "-"
    fine = sums["fits"] + sums["closed"]
    return _filled("sum", {"fine": f"{fine:,} of {skills:,}", "tokens": change}, {"parts": parts})


def _parts(sums: Data, skills: int) -> Iterator[str]:
    """The skills by state as one bar, the best first."""
    before = 0
    for name in reversed(_ORDER):
        count = sums[name]
        if count:
            texts = {"state": name, "from": f"{1000 * before / skills:.0f}", "width": f"{1000 * count / skills:.0f}"}
            yield _filled("part", texts)
        before += count


def _row(skill: Data, at: int) -> str:
    cells: Sequence[Data] = skill["cells"]
    worst = max((_order(cell) for cell in cells), default=0)
    states = " ".join(sorted({cell["state"] for cell in cells}))
    kinds = " ".join(sorted({cell["evidence"] for cell in cells}))
    absent = "absent" if any(_absent(cell) for cell in cells) else ""
    where = skill["where"] if skill["where"] != skill["name"] else ""
    texts = {"name": skill["name"], "where": where, "at": str(at), "worst": str(worst)}
    return _filled(
        "row",
        {**texts, "states": f"{states} {absent}".strip(), "kinds": kinds},
        {"cells": "".join(_cell(cell) for cell in cells)},
    )


def _cell(cell: Data) -> str:
    state: str = cell["state"]
    texts = {
        "state": state,
        "symbol": _SYMBOLS[state],
        "order": str(_order(cell)),
        "words": _words(cell),
        "needs": _needs(cell),
        "tokens": _tokens(cell),
        "evidence": cell["evidence"],
    }
    return _filled("cell", texts)


def _words(cell: Data) -> str:
    if cell["error"]:
        return "no variant"
    parts = [f"{cell[key]} {key}" for key in ("left", "closed") if cell[key]]
    parts += [f"{len(cell['losses'])} lost"] if cell["losses"] else []
    return ", ".join(parts) or "fits"


def _needs(cell: Data) -> str:
    """What the host lacks: the first program, and how many more."""
    absent = _absent(cell)
    more = f" and {len(absent) - 1} more" if len(absent) > 1 else ""
    return f"needs {absent[0]}{more}" if absent else ""


def _tokens(cell: Data) -> str:
    """Tokens at activation, and how many more or fewer than before."""
    if not cell["tokens"]:
        return ""
    before, after = cell["tokens"]["activation"]
    return f"{after:,} tokens" + (f" ({after - before:+,})" if after != before else "")


def _absent(cell: Data) -> list[str]:
    return [item["name"] for item in cell["lacks"] if item["who"] == "host"]


def _order(cell: Data) -> int:
    return 1000 * _ORDER[cell["state"]] + 10 * cell["left"] + len(cell["losses"])


def _embedded(data: Data) -> str:
    """JSON that can stand in a script element: no character of it can end the element or begin another."""
    text = to_json(_shown({"targets": data["targets"], "skills": data["skills"]}))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _shown(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    """The same with what cannot be seen in texts as escapes."""
    if isinstance(value, str):
        return well_formed("".join(glyphs(value)))
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in cast("Sequence[Any]", value)]
    return value


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _filled(fragment: str, texts: Mapping[str, str], markup: Mapping[str, str] = MappingProxyType({})) -> str:
    return filled("matrix.html", fragment, texts, markup)
