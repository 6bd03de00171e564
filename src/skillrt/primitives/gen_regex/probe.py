"""Regular expressions that are tried on hidden strings: classes, groups and anchors, look-around and named groups."""

import json
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.probing import Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import block
from skillrt.primitives.probing_parts.coding import fenced
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of
from skillrt.primitives.probing_parts.running import Result, run_each

_ID: Final = "gen.regex"
_ASKED: Final = (
    "Answer with the pattern alone, on one line in one fenced code block: in the syntax of Python's module re, "
    "without quotes, slashes or flags. No flag is set."
)
_TRY: Final = """
import json, re
pattern = open("pattern.txt", encoding="utf-8").read()
mode, texts = json.load(open("cases.json"))
try:
    compiled = re.compile(pattern)
except (re.error, RecursionError, OverflowError) as error:
    print(json.dumps(["error", str(error)]))
    raise SystemExit
found = []
for text in texts:
    if mode == "full":
        found.append(compiled.fullmatch(text) is not None)
    elif mode == "search":
        match = compiled.search(text)
        found.append(match and list(match.groups()))
    else:
        found.append([[match.group(), match.groupdict()] for match in compiled.finditer(text)])
print(json.dumps(["found", found]))
"""


class _Truth(msgspec.Struct, frozen=True):
    """How the pattern is used, and for each string what it must give."""

    mode: str
    cases: tuple[tuple[str, object], ...]


def _instance(task: str, truth: _Truth, pattern: str, slips: list[tuple[str, str, str]]) -> Instance:
    return Instance(
        f"{task}\n\n{_ASKED}",
        truth,
        Solution(answer=fenced("regex", pattern)),
        tuple(
            NearMiss(what, Solution(answer=fenced("regex", pattern.replace(old, new)))) for what, old, new in slips
        ),
    )


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast(_Truth, instance.truth)
    lines = [line for line in block(attempt.answer, "regex", "re", "regexp").split("\n") if line.strip()]
    if len(lines) != 1:
        return failed("the answer is not one line with a pattern")
    cases = json.dumps([truth.mode, [text for text, _ in truth.cases]])

    def wrong(result: Result) -> str:
        try:
            kind, found = cast(tuple[str, list[object]], tuple(json.loads(result.out)))
        except ValueError:
            return "nothing came of the pattern"
        if kind == "error":
            return f"the pattern is none: {found}"
        for (text, expected), got in zip(truth.cases, found, strict=True):
            if expected != got:
                return f"in {text!r} it must give {expected}, not {str(got)[:200]}"
        return ""

    files = {"try.py": _TRY, "cases.json": cases}
    return run_each("pattern.txt", _bare(lines[0]), ["python3", "try.py"], [("the pattern", files, wrong)])


def _bare(line: str) -> str:
    """The pattern without a backtick or a raw string's quotes around it."""
    text = line.strip("\r").strip().strip("`") if line.strip().startswith("`") else line.strip("\r").strip(" ")
    for opening in ('r"', "r'"):
        if text.startswith(opening) and text.endswith(opening[1]) and len(text) > len(opening):
            return text[len(opening) : -1]
    return text


def _labels(random: Random) -> Instance:
    head = "".join(random.sample("ABCDEFGHKLMNPRSTUVWXYZ", random.randint(2, 3)))
    mark, digits, letters = random.choice("-_/"), random.randint(2, 4), random.randint(2, 3)
    last, ending = random.choice("DEFG"), random.choice(("txt", "log", "dat"))
    good: list[str] = []
    for _ in range(6):
        number = "".join(random.choices("0123456789", k=digits))
        tail = "".join(random.choices("ABCD"[: "ABCDEFG".index(last) + 1], k=letters - 1)) + last
        good.append(f"{head}{mark}{number}{tail}.{ending}")
    one = good[0]
    stem = one.removesuffix(f".{ending}")
    bad = [
        f"{stem}x{ending}", f"{stem}.{ending}x", f"x{one}", one.lower(), f"{stem[:-1]}{chr(ord(last) + 1)}.{ending}",
        f"{stem}A.{ending}", f"{stem[:-1]}.{ending}", one.replace(mark, ""), f"{head}{mark}1{one[len(head) + 1 :]}",
        f"{head}{mark}{one[len(head) + 2 :]}", stem, "", f"{stem[:-1]}{last.lower()}.{ending}",
    ]  # fmt: skip
    pattern = rf"{head}{mark}[0-9]{{{digits}}}[A-{last}]{{{letters}}}\.{ending}"
    task = (
        f"Write a pattern that matches a whole string (re.fullmatch) of this form and no other: `{head}`, then "
        f"`{mark}`, then exactly {digits} digits 0-9, then exactly {letters} letters, each from A to {last} (upper "
        f"case), then a dot and `{ending}`. For example `{one}`."
    )
    cases = (*((text, True) for text in good), *((text, False) for text in dict.fromkeys(bad)))
    slips = [
        ("the dot stands for any character", r"\.", "."),
        ("any number of digits", f"[0-9]{{{digits}}}", "[0-9]+"),
        ("every letter is allowed", f"[A-{last}]", "[A-Z]"),
    ]
    return _instance(task, _Truth("full", cases), pattern, slips)


def _lines(random: Random) -> Instance:
    words = [word.upper() for word in random.sample(COLOURS, 3)]
    arrow = random.choice(("->", "=>", "::"))
    word, name = random.choice(words), ".".join(random.sample(WARES, 3))
    lone, number = random.choice(WARES), str(random.randint(10, 9999))
    good = [
        (f"{word} {name}:{number} {arrow}", [word, name, number]),
        (f"{words[0]} {lone} {arrow}", [words[0], lone, None]),
        (f"{words[1]} {lone}:7 {arrow}", [words[1], lone, "7"]),
        (f"{words[2]} {name} {arrow}", [words[2], name, None]),
    ]
    bad = [
        f"a {word} {lone} {arrow}", f"{word} {lone} {arrow} x", f"{word}S {lone} {arrow}", f"{word} {lone}. {arrow}",
        f"{word} .{lone} {arrow}", f"{word} {lone}: {arrow}", f"{word} {lone}:x {arrow}",
        f"{word} {name.upper()} {arrow}", f"{word}  {lone} {arrow}", f"{word} {lone}..{lone} {arrow}",
        f"{word.lower()} {lone} {arrow}", "",
        f"{words[0]}{words[1]} {lone} {arrow}", f"{word} {lone} {number} {arrow}", f"{word} {lone}{arrow}",
    ]  # fmt: skip
    pattern = rf"^({'|'.join(words)}) ([a-z]+(?:\.[a-z]+)*)(?::([0-9]+))? {arrow}$"
    task = (
        "Write a pattern that is used with re.search on one line (without its newline) and finds nothing in any "
        f"line that is not exactly of this form: one of the words {', '.join(words)}; one blank; a name of one or "
        "more parts joined by single dots, each part one or more letters a-z; optionally a colon and one or more "
        f"digits 0-9 directly after the name; one blank; `{arrow}` at the end of the line. It has exactly three "
        "groups: the word, the whole name, and the digits without the colon (None where there are none). For "
        f"example `{good[0][0]}` gives {good[0][1]} and `{good[1][0]}` gives {good[1][1]}."
    )
    cases = (*good, *((text, None) for text in dict.fromkeys(bad)))
    slips = [
        ("the start is not anchored", "^", ""),
        ("one group too many", "(?:\\.", "(\\."),
        ("a dot at the end of the name", "(?:\\.[a-z]+)*", "[a-z.]*"),
        ("the digits are demanded", "))? ", ")) "),
    ]
    return _instance(task, _Truth("search", cases), pattern, slips)


def _amounts(random: Random) -> Instance:
    units = random.sample(("EUR", "CHF", "kg", "km", "rpm", "dB"), 2)
    mark, low, high = random.choice("#@$"), random.randint(2, 3), random.randint(4, 5)
    stop = random.choice(PLACES)
    digits = ["".join(random.choices("123456789", k=size)) for size in (low, high, low + 1)]
    tokens: list[tuple[str, list[object] | None]] = [
        (f"{digits[0]} {units[0]}", [digits[0], {"whole": digits[0], "part": None}]),
        (f"{digits[1]}.25 {units[1]}", [f"{digits[1]}.25", {"whole": digits[1], "part": "25"}]),
        (f"({digits[2]}.07 {units[0]})", [f"{digits[2]}.07", {"whole": digits[2], "part": "07"}]),
        (f"{digits[0]} {units[0]}s", None),
        (f"{mark}{digits[0]} {units[0]}", None),
        (f"{mark}{digits[2]}.50 {units[1]}", None),
        (f"x{digits[0]} {units[0]}", None),
        (f"{'7' * (high + 1)} {units[1]}", None),
        (f"{'7' * (low - 1)} {units[1]}", None),
        (f"{digits[0]}.5 {units[1]}", None),
        (f"{digits[0]}.123 {units[1]}", None),
        (f"1.{digits[0]} {units[0]}", None),
        (f"{digits[0]} pieces", None),
        (f"{digits[0]}{units[0]}", None),
        (f"{digits[1]} {units[1]} {stop}", None),
        (f"{digits[1]} {units[1]} {stop}s", [digits[1], {"whole": digits[1], "part": None}]),
    ]
    texts: list[tuple[str, object]] = [(text, [gives] if gives else []) for text, gives in tokens]
    for _ in range(3):
        drawn = random.sample(tokens, 6)
        texts.append((", ".join(text for text, _ in drawn), [gives for _, gives in drawn if gives]))
    units_part = "|".join(units)
    amount = rf"(?<![\w.{mark}])(?P<whole>[0-9]{{{low},{high}}})(?:\.(?P<part>[0-9]{{2}}))?"
    pattern = rf"{amount}(?= (?:{units_part})\b(?! {stop}\b))"
    task = (
        f"Write a pattern that is used with re.finditer and finds the amounts in a text. An amount is {low} to "
        f"{high} digits 0-9, optionally with a dot and exactly two digits after them. It counts only where all of "
        f"this holds: directly before it stands no letter, digit, underscore, dot or `{mark}`; directly after it "
        f"stands one blank and one of the units {' or '.join(units)}, as a whole word; after the unit there is not "
        f"one blank and the whole word `{stop}`. The match is the amount alone, without the unit. Named groups: "
        "`whole` for the digits before the dot, `part` for the two after it (None where there are none); no other "
        f"named group. Of a longer row of digits no part is an amount. In `{tokens[1][0]}, {tokens[4][0]}` it "
        f"finds `{digits[1]}.25` alone."
    )
    slips = [
        ("the unit is part of the match", "(?= ", "(?: "),
        ("what stands before is not minded", rf"(?<![\w.{mark}])", r"\b"),
        ("the end of the unit is not minded", r"\b(?!", "(?!"),
        ("the word after the unit is not minded", rf"(?! {stop}\b)", ""),
    ]
    return _instance(task, _Truth("each", tuple(texts)), pattern, slips)


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_labels,), "L2": (_lines,), "L3": (_amounts,)}), _judge
)
