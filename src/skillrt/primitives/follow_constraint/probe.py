"""Sentences under rules that can be counted: one, several, many with some against habit."""

import re
from collections.abc import Callable, Sequence
from typing import Final, cast

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import MOST, block
from skillrt.primitives.probing_parts.drawing import COLOURS, WARES, code, draws

_ID: Final = "follow.constraint"
_SENTENCES: Final = {
    "A": "A {c} {w} hangs near old beams.",
    "B": "Beams hold one {c} {w} safely.",
    "C": "Careful hands wrap each {c} {w}.",
    "D": "Dust rarely reaches this {c} {w}.",
    "E": "Every {c} {w} carries a small mark.",
    "G": "Guests often admire a {c} {w}.",
    "H": "High shelves keep this {c} {w} dry.",
    "L": "Light falls upon one {c} {w}.",
    "M": "Many visitors ask about a {c} {w}.",
    "N": "Nobody moves this {c} {w} twice.",
    "O": "Old straw protects each {c} {w}.",
    "R": "Rain never touches this {c} {w}.",
    "S": "Soft cloth covers one {c} {w}.",
    "T": "Three locks guard a {c} {w}.",
    "W": "Workers polish this {c} {w} daily.",
}
_WORDS: Final = (
    "STONE",
    "TRADE",
    "CORAL",
    "WORDS",
    "SHARE",
    "GLARE",
    "BEACH",
    "MODEL",
    "NORTH",
    "GRAND",
    "LEMON",
    "WHEAT",
)
_ARTICLE: Final = re.compile(r" (?:a|an|one|this|each) ")
_WORD: Final = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


class _Set(msgspec.Struct, frozen=True):
    """What the rules of one instance speak of. `first` spells the first letters of the sentences."""

    ware: str
    colour: str
    first: str
    mark: str
    most: int
    rules: tuple[str, ...]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _longest(line: str) -> int:
    return max((sum(letter.isalpha() for letter in word) for word in _words(line)), default=0)


def _form(line: str) -> str:
    if not line.endswith("."):
        return "it does not end in a full stop"
    return "the line holds more than one sentence" if re.search(r"[.!?]\s", line) else ""


def _each(lines: Sequence[str], wrong: Callable[[str], str]) -> str:
    """The first complaint about a sentence, with its number."""
    told = ((at, wrong(line)) for at, line in enumerate(lines, 1))
    return next((f"sentence {at}: {why}" for at, why in told if why), "")


class _Rule(msgspec.Struct, frozen=True):
    """`text` as the agent reads it, `wrong` says how sentences break it, `breaks` breaks it in right ones."""

    text: Callable[[_Set], str]
    wrong: Callable[[_Set, list[str]], str]
    breaks: Callable[[_Set, list[str]], list[str]]


def _instead(lines: list[str], at: int, line: str) -> list[str]:
    return [line if number == at else one for number, one in enumerate(lines)]


def _lacks(word: str) -> Callable[[_Set, list[str]], str]:
    return lambda _, lines: _each(lines, lambda line: f"the word `{word}` occurs" if word in _words(line) else "")


_RULES: Final[dict[str, _Rule]] = {
    "short": _Rule(
        lambda s: f"No sentence has more than {s.most} words.",
        lambda s, lines: _each(
            lines, lambda line: f"it has {len(_words(line))} words" if len(_words(line)) > s.most else ""
        ),
        lambda _, lines: _instead(lines, 2, f"{lines[2][:-1]} through long cold winter nights."),
    ),
    "ware": _Rule(
        lambda s: f"Each sentence has the word `{s.ware}` exactly once.",
        lambda s, lines: _each(
            lines, lambda line: "" if _words(line).count(s.ware) == 1 else f"`{s.ware}` does not occur exactly once"
        ),
        lambda s, lines: _instead(lines, 3, lines[3].replace(s.ware, "piece")),
    ),
    "comma": _Rule(
        lambda _: "There is no comma.",
        lambda _, lines: _each(lines, lambda line: "it has a comma" if "," in line else ""),
        lambda _, lines: _instead(lines, 1, lines[1].replace(" ", ", ", 1)),
    ),
    "and": _Rule(
        lambda _: "The word `and` does not occur.",
        _lacks("and"),
        lambda _, lines: _instead(lines, 4, _ARTICLE.sub(" and ", lines[4], count=1)),
    ),
    "capitals": _Rule(
        lambda s: f"Each sentence names the colour {s.colour}, always in capital letters (`{s.colour.upper()}`).",
        lambda s, lines: _each(
            lines,
            lambda line: (
                ""
                if {word for word in _WORD.findall(line) if word.lower() == s.colour} == {s.colour.upper()}
                else f"`{s.colour.upper()}` is missing or not written so"
            ),
        ),
        lambda s, lines: _instead(lines, 0, lines[0].replace(s.colour.upper(), s.colour)),
    ),
    "first": _Rule(
        lambda s: f"The first letters of the sentences, read downwards, spell {s.first}.",
        lambda s, lines: (
            "" if "".join(line[:1] for line in lines) == s.first else f"the first letters do not spell {s.first}"
        ),
        lambda _, lines: [lines[1], lines[0], *lines[2:]],
    ),
    "the": _Rule(
        lambda _: "The word `the` does not occur.",
        _lacks("the"),
        lambda _, lines: _instead(lines, 1, _ARTICLE.sub(" the ", lines[1], count=1)),
    ),
    "long": _Rule(
        lambda _: "No word has more than nine letters.",
        lambda _, lines: _each(
            lines,
            lambda line: "a word has more than nine letters" if _longest(line) > 9 else "",
        ),
        lambda _, lines: _instead(lines, 1, _ARTICLE.sub(" undoubtedly ", lines[1], count=1)),
    ),
    "is": _Rule(
        lambda _: "The words `is` and `are` do not occur.",
        lambda s, lines: _lacks("is")(s, lines) or _lacks("are")(s, lines),
        lambda s, lines: _instead(lines, 4, f"{lines[4][0]} {s.colour.upper()} {s.ware} is here."),
    ),
}
_END: Final = "mark"
_SIMPLE: Final = ("short", "ware", "comma", "and", "capitals")


def _make(level: Level, seed: str) -> Instance:
    random = draws(_ID, level, seed)
    first = random.choice(_WORDS)
    pool = {
        "L1": (random.choice(("short", "ware", "comma")),),
        "L2": (*random.sample(_SIMPLE, random.randint(2, 4)), _END),
        "L3": (*_RULES, _END),
    }[level]
    chosen = tuple(random.sample(pool, len(pool)))
    ware = random.choice(WARES)
    given = _Set(ware, random.choice(COLOURS), first, f"-- {code(random)}", random.choice((7, 8)), chosen)
    shown = given.colour.upper() if "capitals" in chosen else given.colour
    lines = [_SENTENCES[letter].format(c=shown, w=ware) for letter in first]
    return Instance(
        _task(given), msgspec.to_builtins(given), Solution(answer=_text(given, lines)), tuple(_misses(given, lines))
    )


def _task(given: _Set) -> str:
    told = [_told(given, name) for name in given.rules]
    rules = "\n".join(f"- {rule}" for rule in told)
    return (
        f"For the sheet {given.mark[3:]} write {len(given.first)} English sentences about {_article(given.colour)} "
        f"{given.ware}, each on a line of its own, without numbers or marks before them, each ending in a full stop. "
        f"Keep to {'this rule' if len(told) == 1 else 'all of these rules'}:\n{rules}\nWords count whatever their "
        "case; a word with a hyphen or an apostrophe in it is one word. Answer with the lines alone."
    )


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _told(given: _Set, name: str) -> str:
    return f"After the sentences comes a last line `{given.mark}`." if name == _END else _RULES[name].text(given)


def _text(given: _Set, lines: list[str]) -> str:
    return "\n".join([*lines, given.mark] if _END in given.rules else lines)


def _misses(given: _Set, lines: list[str]) -> list[NearMiss]:
    made = [
        NearMiss(f"broken: {_told(given, name)}", Solution(answer=_text(given, _RULES[name].breaks(given, lines))))
        for name in given.rules
        if name != _END
    ]
    if _END in given.rules:
        made.append(NearMiss("without the last line", Solution(answer="\n".join(lines))))
    short = Solution(answer=_text(given, lines[:-1]))
    return [*made, NearMiss("one sentence too few", short), NearMiss("no full stops", _bare(given, lines))]


def _bare(given: _Set, lines: list[str]) -> Solution:
    return Solution(answer=_text(given, [line.rstrip(".") for line in lines]))


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    given = msgspec.convert(cast("dict[str, object]", instance.truth), _Set)
    if len(attempt.answer) >= MOST:
        return failed("the answer is far too long")
    lines = [line.strip() for line in block(attempt.answer).splitlines() if line.strip()]
    if _END in given.rules and (not lines or lines.pop() != given.mark):
        return failed(f"the last line is not `{given.mark}`")
    if len(lines) != len(given.first):
        return failed(f"{len(given.first)} sentences are wanted, each on a line; these are {len(lines)} lines")
    why = _each(lines, _form)
    if why:
        return failed(why)
    broken = ((name, _RULES[name].wrong(given, lines)) for name in given.rules if name != _END)
    return next((failed(f"{_told(given, name)} But {why}") for name, why in broken if why), PASSED)


PROBE: Final = Probe(_ID, "2026-11-28", "answer", _make, _judge)
