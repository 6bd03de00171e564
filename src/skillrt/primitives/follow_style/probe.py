"""Texts in a style whose marks can be counted: a register, a persona, a persona over a long text."""

import re
import tomllib
from functools import cache
from importlib import resources
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.base import Level
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import MOST, block
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, draws, listed

_ID: Final = "follow.style"
_SHORTENED: Final = re.compile(
    r"\w(?:n't|'re|'ve|'ll|'d|'m)\b|\b(?:it|that|this|here|there|what|who|where|how|let|he|she|one|(?:no|every|some)"
    r"(?:thing|body|one))'s\b",
    re.IGNORECASE,
)
_CONTRACTION: Final = "No contraction occurs (such as `don't` or `it's`)."
_SELF: Final = ("i", "me", "my", "mine")
_OURS: Final = ("we", "us", "our", "ours")
_SIZES: Final = {"L2": (3, 25), "L3": (8, 35)}
"""Paragraphs, and the words that each has at least."""


class _Register(msgspec.Struct, frozen=True):
    name: str
    rules: tuple[str, ...]
    opens: str
    closes: tuple[str, ...]
    contractions: str
    exclamations: str
    banned: tuple[str, ...]
    text: str
    other: str
    most: int = 0


class _Personas(msgspec.Struct, frozen=True):
    who: tuple[str, ...]
    readers: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    sentences: dict[str, tuple[str, ...]]
    fillers: dict[str, tuple[str, ...]]


class _Sheets(msgspec.Struct, frozen=True):
    registers: tuple[_Register, ...]
    personas: _Personas


@cache
def _sheets() -> _Sheets:
    text = (resources.files("skillrt.primitives.follow_style") / "sheets.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Sheets)


def _make(level: Level, seed: str) -> Instance:
    random = draws(_ID, level, seed)
    return _message(random) if level == "L1" else _persona(random, *_SIZES[level])


def _message(random: Random) -> Instance:
    register = random.choice(_sheets().registers)
    facts = {
        "n": random.randint(12, 98),
        "c": random.choice(COLOURS),
        "w": random.choice(WARES),
        "p": random.choice(PLACES),
    }
    rules = "\n".join(f"- {rule.format(**facts)}" for rule in register.rules)
    task = (
        f"Write a {register.name} message to a customer, of at least 25 words: {facts['n']} pieces of the "
        f"{facts['c']} {facts['w']} have arrived at {facts['p']}, none is damaged, and the customer may collect them "
        f"at any time. It names the number in digits, the colour, the ware and the place. The style sheet:\n{rules}\n"
        "Words count whatever their case. Answer with the message alone."
    )
    opens = register.opens if register.opens.endswith(",") else f"{register.opens} there,"
    closes = [line.format(**facts) for line in register.closes]

    def text(body: str, *, first: str = opens, last: list[str] = closes) -> Solution:
        return Solution(answer="\n\n".join([first, body.strip(), "\n".join(last)]))

    body = register.text.format(**facts)
    extra = "Thanks, and hey, it's great!" if register.exclamations == "none" else "Therefore we remain sincerely."
    wrong = {
        "in the other register": text(register.other.format(**facts)),
        "a slip at the end": text(f"{body.strip()} {extra}"),
        "the greeting is missing": text(body, first=f"About the {facts['w']}:"),
        "the closing lines are missing": text(body, last=["See you soon."]),
        "the number is missing": text(body.replace(str(facts["n"]), "some")),
    }
    misses = [NearMiss(what, solution) for what, solution in wrong.items()]
    return Instance(task, {"register": register.name, **facts}, text(body), tuple(misses))


def _persona(random: Random, count: int, least: int) -> Instance:
    personas = _sheets().personas
    words = random.sample(sorted(personas.words), count)
    reader, who = random.choice(personas.readers), random.choice(personas.who)
    said = "\n".join(f"- Say `{word}`, never {_never(personas, word)}." for word in words)
    task = (
        f"For the guest book of {random.choice(PLACES)} write a text of {count} paragraphs as {who}, who tells a "
        f"visitor of life and work there. Paragraph by paragraph it is about: {listed(words)}; each paragraph has "
        "its word in it. Between paragraphs stands an empty line; there is no heading and no list; each paragraph "
        f"has at least {least} words. The style sheet, which holds for every paragraph:\n"
        "- The writer says `we`, `us` or `our` in each paragraph, and nowhere `I`, `me`, `my` or `mine`.\n"
        f"- Each paragraph addresses the reader as `{reader}` exactly once.\n"
        f"- {_CONTRACTION}\n- There is no exclamation mark and no digit.\n{said}\n"
        "What is never said is not said in its plural either, nor in another sense. Words count whatever their case. "
        "Answer with the text alone."
    )
    paragraphs = [_paragraph(random, personas, word, reader) for word in words]
    lapses = personas.fillers["lapse"]
    last, instead = words[-1], personas.words[words[-1]][0]
    wrong = {
        "the writer says I in the last paragraph": [*paragraphs[:-1], f"{paragraphs[-1]} {lapses[0]}"],
        "a contraction in the last paragraph": [*paragraphs[:-1], f"{paragraphs[-1]} {lapses[1]}"],
        "a word that is never said": [*paragraphs[:-1], f"{paragraphs[-1]} We need no {instead}."],
        "the last word is another": [*paragraphs[:-1], paragraphs[-1].replace(last, instead)],
        "one paragraph does not address the reader": [paragraphs[0].replace(f", {reader}", ""), *paragraphs[1:]],
        "one paragraph too few": paragraphs[:-1],
        "no empty lines": ["\n".join(paragraphs)],
    }
    misses = [NearMiss(what, Solution(answer="\n\n".join(text))) for what, text in wrong.items()]
    truth = {"words": words, "reader": reader, "least": least}
    return Instance(task, truth, Solution(answer="\n\n".join(paragraphs)), tuple(misses))


def _never(personas: _Personas, word: str) -> str:
    return " or ".join(f"`{banned}`" for banned in personas.words[word])


def _paragraph(random: Random, personas: _Personas, word: str, reader: str) -> str:
    first, second = personas.sentences[word]
    address = random.choice(personas.fillers["address"]).format(r=reader)
    return " ".join([first, second, random.choice(personas.fillers["rest"]), address])


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower())


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    if len(attempt.answer) >= MOST:
        return failed("the answer is far too long")
    answer = attempt.answer.strip().replace("’", "'")
    text = block(answer).strip() if answer.startswith("```") else answer
    truth = cast("dict[str, object]", instance.truth)
    why = _wrong_message(truth, text) if "register" in truth else _wrong_persona(truth, text)
    return failed(why) if why else PASSED


def _wrong_message(truth: dict[str, object], text: str) -> str:
    register = next(one for one in _sheets().registers if one.name == truth["register"])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    closes = [line.format(**truth) for line in register.closes]
    words = _words(text)
    first = lines[0] if lines else ""
    opened = (
        first == register.opens if register.opens.endswith(",") else _words(first)[:1] == [register.opens.lower()]
    )
    if not opened:
        return f"it does not open with `{register.opens}`"
    if lines[-2:] != closes:
        return f"it does not close with the lines {listed([f'`{line}`' for line in closes])}"
    lacks = [str(truth[key]) for key in ("n", "c", "w", "p") if str(truth[key]).lower() not in " ".join(words)]
    if lacks:
        return f"`{lacks[0]}` is not named"
    if len(words) < 25:
        return f"it has only {len(words)} words"
    said = sorted(set(words) & set(register.banned))
    return f"the word `{said[0]}` occurs" if said else _wrong_marks(register, lines)


def _wrong_marks(register: _Register, lines: list[str]) -> str:
    text = "\n".join(lines)
    shortened, called = len(_SHORTENED.findall(text)), text.count("!")
    if register.contractions == "none":
        if shortened or called:
            return "a contraction or an exclamation mark occurs"
        return ""
    if shortened < 3 or not called:
        return f"there are {shortened} contractions and {called} exclamation marks"
    longest = max(len(_words(sentence)) for line in lines for sentence in re.split(r"[.!?]", line))
    return f"a sentence has {longest} words" if longest > register.most else ""


def _wrong_persona(truth: dict[str, object], text: str) -> str:
    asked, reader = cast("list[str]", truth["words"]), str(truth["reader"])
    paragraphs = [part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    if len(paragraphs) != len(asked):
        return f"{len(asked)} paragraphs are wanted, not {len(paragraphs)}"
    known = _sheets().personas.words
    banned = {form for word in asked for one in known[word] for form in (one, f"{one}s", f"{one}es")}
    for at, (paragraph, word) in enumerate(zip(paragraphs, asked, strict=True), 1):
        words = _words(paragraph)
        plain = [one.removesuffix("'s") for one in words]
        said = sorted({*plain} & {*banned, *_SELF})
        wrong = {
            f"the word `{word}` is missing": word not in plain and f"{word}s" not in plain,
            f"it has only {len(words)} words": len(words) < cast(int, truth["least"]),
            f"`{(said or [''])[0]}` occurs": bool(said),
            "it does not speak as `we`": not set(plain) & set(_OURS),
            f"it does not address the reader as `{reader}` exactly once": plain.count(reader) != 1,
            "a contraction occurs": _SHORTENED.search(paragraph) is not None,
            "an exclamation mark or a digit occurs": re.search(r"[!0-9]", paragraph) is not None,
        }
        why = next((what for what, holds in wrong.items() if holds), "")
        if why:
            return f"paragraph {at}: {why}"
    return ""


PROBE: Final = Probe(_ID, "2026-11-28", "answer", _make, _judge)
