"""Prose with facts in it: a paragraph, paragraphs in one tone, sections. Judged by what can be told for certain."""

import re
from collections.abc import Sequence
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import MOST
from skillrt.primitives.probing_parts.drawing import PLACES, WARES, one_of
from skillrt.primitives.probing_parts.prose import (
    contractions,
    filler,
    has,
    is_list,
    no_prose,
    paragraphs,
    sentences,
    words,
)

_ID: Final = "gen.text.prose"
_WHOLE: Final = "Write English in whole sentences, none of them twice."
_FACT: Final = (
    "Each fact stands in a sentence of its own kind that holds its name and its number as they are given here "
    "(the number in figures)."
)
_ALONE: Final = "Answer with the text alone: no title, no remark before or after it, no code block."


class Text(msgspec.Struct, frozen=True):
    """What a text must hold: for each part its heading (empty: none) and facts; bounds of words a part; its tone."""

    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    least: int
    most: int
    tone: str = ""
    least_sentences: int = 1
    linked: bool = False


def _facts(random: Random, count: int) -> list[tuple[str, str]]:
    numbers = random.sample(range(12, 999), count)
    return list(zip(random.sample(WARES, count), map(str, numbers), strict=True))


def _said(name: str, number: str, at: int) -> str:
    forms = (
        f"There you can see the {name}, of which there are {number} in all.",
        f"The {name} is made in a series of {number}, and each of them is checked by hand.",
        f"Of the {name} there are {number} at the moment, and more of them will come in time.",
        f"People often ask for the {name}, and {number} of these have found a new home this year.",
    )
    return forms[at % len(forms)]


def _told(facts: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name}: {number}" for name, number in facts)


def _paragraph(random: Random) -> Instance:
    place, facts = random.choice(PLACES), _facts(random, 3)
    least, most = random.choice(((50, 100), (60, 110), (55, 120)))
    task = (
        f"Write one paragraph of {least} to {most} words about a small shop called {place}, for a leaflet. It "
        f"names the shop and tells how many there are of these things: {_told(facts)}. {_FACT} It has at least "
        f"four sentences and no list. {_WHOLE} {_ALONE}"
    )
    lines = [f"{place} is a small shop with a good name.", *(_said(*fact, at) for at, fact in enumerate(facts))]
    lines += [f"A visit to {place} is time well spent."]
    rest = filler(random, 9)
    while len(words(" ".join(lines))) < least + 2:
        lines.insert(2, rest.pop())
    right = " ".join(lines)
    truth = Text((("", ((place, ""), *facts)),), least, most, least_sentences=4)
    wrong = (
        ("a list in place of a paragraph", "\n".join(f"- {line}" for line in lines)),
        ("a number is missing", right.replace(f" {facts[1][1]}", " many")),
        ("too short", " ".join(lines[:2])),
        ("two paragraphs", right.replace(f"{lines[1]} ", f"{lines[1]}\n\n")),
        ("a sentence twice", f"{right} {lines[0]}"),
    )
    return _instance(task, truth, right, wrong)


_TONES: Final = {
    "formal": (
        "formal: no contractions (such as don't), no exclamation marks, and the words I, me and my do not occur",
        (
            "It is a pleasure to inform you about the progress of the work.",
            "We remain at your disposal for all questions.",
        ),
    ),
    "casual": (
        "casual: each paragraph speaks to the reader as you and has at least one contraction (such as don't or "
        "you'll), and "
        "no word is longer than 12 letters",
        ("You'll like what we've been up to.", "It's all there, and you don't have to wait for it."),
    ),
}


def _letter(random: Random) -> Instance:
    tone = random.choice(tuple(_TONES))
    place, drawn = random.choice(PLACES), _facts(random, 6)
    topics = [drawn[at : at + 2] for at in (0, 2, 4)]
    least, most = random.choice(((35, 90), (40, 100)))
    listed = "\n".join(f"{at}. {_told(facts)}" for at, facts in enumerate(topics, 1))
    task = (
        f"Write a letter of exactly three paragraphs to the customers of a store called {place}, without an "
        f"address, a salutation or a signature. Each paragraph has {least} to {most} words and tells how many "
        f"there are of the things of its number here, and of no others:\n\n{listed}\n\n{_FACT} The first paragraph "
        f"names the store. The tone is the same all through, {_TONES[tone][0]}. Paragraphs are divided by an empty "
        f"line; there are no lists. {_WHOLE} {_ALONE}"
    )
    rest = filler(random, 20)
    parts: list[list[str]] = []
    for at, facts in enumerate(topics):
        extra = f"This is the news of part {['one', 'two', 'three'][at]} for you from {place}."
        lines = [
            _TONES[tone][1][at % 2] if at < 2 else "",
            extra,
            *(_said(*fact, at + n) for n, fact in enumerate(facts)),
        ]
        if at == 2:
            lines[0] = "You'll see that it's worth it." if tone == "casual" else "All of this is for you to see."
        while len(words(" ".join(lines))) < least + 1:
            lines.append(rest.pop())
        parts.append(lines)
    right = "\n\n".join(" ".join(lines) for lines in parts)
    truth = Text(
        tuple(("", ((place, ""), *facts) if at == 0 else tuple(facts)) for at, facts in enumerate(topics)),
        least,
        most,
        tone,
    )
    slip = (
        ("an exclamation", right.replace(".\n\n", "!\n\n", 1))
        if tone == "formal"
        else ("a paragraph falls into another tone", right.replace("You'll", "You will").replace("it's", "it is"))
    )
    wrong = (
        slip,
        ("two paragraphs only", right.replace("\n\n", " ", 1)),
        ("the paragraphs are in another order", "\n\n".join(" ".join(lines) for lines in reversed(parts))),
        ("a fact is missing", right.replace(_said(*topics[2][0], 2), "There is more of it, as you know.")),
    )
    return _instance(task, truth, right, wrong)


_SECTIONS: Final = (
    "Where it began", "How the work is done", "What visitors see", "Who takes part", "What it costs",
    "What comes next",
    "Why it matters", "How to help", "What has changed", "When to come",
)  # fmt: skip


def _report(random: Random) -> Instance:
    place, heads = random.choice(PLACES), random.sample(_SECTIONS, 5)
    drawn = _facts(random, 10)
    topics = [drawn[at : at + 2] for at in range(0, 10, 2)]
    least, most = random.choice(((90, 220), (100, 240), (110, 260)))
    listed = "\n".join(f"- {head} ({_told(facts)})" for head, facts in zip(heads, topics, strict=True))
    task = (
        f"Write a report about a workshop called {place} in five sections, in this order; in brackets is how many "
        f"there are of the things that the section tells of:\n\n{listed}\n\nEach section begins with a line that "
        "holds `## ` and the words before the bracket, and nothing else; nothing stands before the first. Each "
        f"has {least} to {most} words (the heading not counted), at least two paragraphs divided by an empty line, "
        f"and names the workshop. {_FACT} The last sentence of each section but the last holds the heading of the "
        "next section, word for word (in any case). There are no lists, no other headings, no contractions and no "
        f"exclamation marks. {_WHOLE} {_ALONE}"
    )
    rest = filler(random, 90)
    parts: list[str] = []
    for at, (head, facts) in enumerate(zip(heads, topics, strict=True)):
        lines = [
            f"This part is about {place}, under the words {head.lower()}.",
            *(_said(*one, at + n) for n, one in enumerate(facts)),
        ]
        while len(words(" ".join(lines))) < least + 1:
            lines.append(rest.pop())
        after = (
            f"The next section tells, as is only fair, {heads[at + 1].lower()}."
            if at < 4
            else f"That is all from {place} for now."
        )
        parts.append(f"## {head}\n\n{' '.join(lines[:3])}\n\n{' '.join(lines[3:])} {after}")
    right = "\n\n".join(parts)
    truth = Text(
        tuple((head, ((place, ""), *facts)) for head, facts in zip(heads, topics, strict=True)),
        least,
        most,
        "formal",
        4,
        linked=True,
    )
    wrong = (
        ("a section is missing", "\n\n".join(parts[:4])),
        ("sections in another order", "\n\n".join([parts[1], parts[0], *parts[2:]])),
        (
            "the sections do not lead on",
            right.replace(f"as is only fair, {heads[2].lower()}", "as is only fair, what follows"),
        ),
        ("a section is too short", right.replace(parts[2], "\n\n".join(parts[2].split("\n\n")[:2]))),
        (
            "one paragraph a section",
            "\n\n".join(
                part.replace("\n\n", " ").replace(f"## {head} ", f"## {head}\n\n")
                for head, part in zip(heads, parts, strict=True)
            ),
        ),
    )
    return _instance(task, truth, right, wrong)


def _instance(task: str, truth: Text, right: str, wrong: Sequence[tuple[str, str]]) -> Instance:
    misses = tuple(NearMiss(what, Solution(answer=text)) for what, text in wrong)
    return Instance(task, truth, Solution(answer=right), misses)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast(Text, instance.truth)
    text = attempt.answer.strip()
    if not text or len(text) >= MOST:
        return failed("there is no text, or far too much of it")
    why = _parts_wrong(truth, text)
    return failed(why) if why else PASSED


def _parts_wrong(truth: Text, text: str) -> str:
    if is_list(text):
        return "there is a list"
    headed = bool(truth.parts[0][0])
    if headed:
        found = [one.strip() for one in re.split(r"(?m)^##[ \t]", text)]
        heads = [one.partition("\n")[0].strip() for one in found[1:]]
        if found[0] or heads != [head for head, _ in truth.parts]:
            wanted = [head for head, _ in truth.parts]
            return f"the headings must be {wanted}, not {str(heads)[:300]}, and nothing before them"
        bodies = [one.partition("\n")[2] for one in found[1:]]
        if any(re.match(r"\s{0,3}#", line) for body in bodies for line in body.split("\n")):
            return "there are other headings"
    else:
        bodies = paragraphs(text)
        if len(bodies) != len(truth.parts):
            return f"there must be {len(truth.parts)} paragraphs, not {len(bodies)}"
    why = no_prose("\n\n".join(bodies))
    for at, (body, (head, facts)) in enumerate(zip(bodies, truth.parts, strict=True)):
        after = truth.parts[at + 1][0] if truth.linked and at + 1 < len(truth.parts) else ""
        why = why or _body_wrong(truth, body, facts, after)
        if why:
            return f"{head or f'paragraph {at + 1}'}: {why}"
    return _strange(truth, bodies)


def _body_wrong(truth: Text, body: str, facts: Sequence[tuple[str, str]], after: str) -> str:
    count, found = len(words(body)), sentences(body)
    if not truth.least <= count <= truth.most:
        return f"it has {count} words, not {truth.least} to {truth.most}"
    if len(found) < truth.least_sentences:
        return f"it has {len(found)} sentences, not {truth.least_sentences} or more"
    for name, number in facts:
        if not any(_names(one, name) and (not number or has(one, number)) for one in found):
            return f"no sentence holds {name}{f' and {number}' * bool(number)}"
    if truth.linked and len(paragraphs(body)) < 2:
        return "it has one paragraph, not two or more"
    if after and after.lower() not in " ".join(found[-1].lower().split()):
        return f"its last sentence does not hold {after!r}"
    return _tone_wrong(truth.tone, body)


def _names(sentence: str, name: str) -> bool:
    return has(sentence, name) or has(sentence, f"{name}s") or has(sentence, f"{name}es")


def _tone_wrong(tone: str, body: str) -> str:
    short = contractions(body)
    if tone == "formal":
        if short:
            return f"it has the contraction {short[0]}"
        if "!" in body:
            return "it has an exclamation mark"
        return "it has I, me or my" if re.search(r"\b(?:I|[Mm]e|[Mm]y)\b", body) else ""
    if tone == "casual":
        long = [word for word in words(body) if len(word) > 12 and "-" not in word]
        if long:
            return f"{long[0]!r} is longer than 12 letters"
        if not short:
            return "it has no contraction"
        return "" if re.search(r"(?i)\byou(?:\b|['’])", body) else "it does not speak to the reader as you"
    return ""


def _strange(truth: Text, bodies: Sequence[str]) -> str:
    """Facts of one part that stand in another."""
    if truth.linked or len(bodies) < 2:
        return ""
    for at, body in enumerate(bodies):
        for other, (_, facts) in enumerate(truth.parts):
            strange = [name for name, number in facts if number and other != at and _names(body, name)]
            if strange:
                return f"paragraph {at + 1}: it tells of the {strange[0]}, which belongs to paragraph {other + 1}"
    return ""


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_paragraph,), "L2": (_letter,), "L3": (_report,)}), _judge
)
