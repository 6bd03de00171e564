"""Programs: each is found on the search path and answers when it is asked what it is."""

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final, cast

from skillrt.environment.needs import Need, Needs
from skillrt.environment.proving.trial import Proof, Result, Trials, shown

_SECONDS: Final = 15.0
_NOT_RUN: Final = frozenset({126, 127})


def prove_programs(needs: Needs, trials: Trials) -> Iterator[Proof]:
    """A proof for each required program; each answer has a limited time."""
    for need in needs.of("system", required=True):
        yield _program(need, trials)


def _program(need: Need, trials: Trials) -> Proof:
    name = need.name
    interpreters = {"python": trials.bound.python, "python3": trials.bound.python, "node": trials.bound.node}
    if not interpreters.get(name) and shutil.which(name, path=trials.path) is None:
        return Proof("system", name, f"command -v {name}", ok=False, detail=f"`{name}` is not on the search path")
    ways = answers_of(name)
    if not ways:
        return Proof("system", name, f"command -v {name}", ok=True)
    tried: list[tuple[list[str], Result]] = []
    for way in ways:
        words = [name, *way]
        tried.append((words, trials.run(words, timeout=_SECONDS)))
        if tried[-1][1].status == 0:
            break
    words, result = next((item for item in reversed(tried) if _runs(item[1])), tried[0])
    ok = _runs(result)
    seconds = round(sum(item.seconds for _, item in tried), 3)
    return Proof("system", name, shown(words), ok, _first_line(result.out) if ok else result.detail, seconds)


def _runs(result: Result) -> bool:
    """Whether the program itself answered, if only that it does not know the option."""
    return result.status == 0 or (
        result.status is not None and result.status > 0 and result.status not in _NOT_RUN and result.out != ""
    )


def _first_line(text: str) -> str:
    return next((line.strip()[:80] for line in text.splitlines() if line.strip()), "")


@cache
def _table() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    text = (resources.files("skillrt.environment") / "data" / "program_answers.toml").read_text(encoding="utf-8")
    rows = cast("dict[str, list[list[str]]]", tomllib.loads(text)["answers"])
    return {name: tuple(tuple(way) for way in ways) for name, ways in rows.items()}


def answers_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The arguments on which a program says what it is, to be tried in turn; none where it must not be started."""
    table = _table()
    return table.get(name, table["*"])
