"""Calculations by a bundled program: formulas that stand in the text become ready commands."""

import re
from collections.abc import Iterator
from typing import Final

from skillrt.primitives.bundling import program, shell_word, uses_of
from skillrt.primitives.draft import Draft, Gap, Replacement
from skillrt.primitives.item_lists import RUNS
from skillrt.primitives.notes import note_near
from skillrt.primitives.view.view import SkillView

RULE: Final = "calculator"
CALC: Final = program("calc.sh")
_FORMULA: Final = re.compile(r"(?<![\w=!<>])([A-Za-z][\w ]{0,40}?)\s*=\s*([^=\n`|;]{3,120})")
_OPERATORS: Final = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "**": "^"}
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_FUNCTIONS: Final = frozenset(
    ("sqrt", "exp", "log", "sin", "cos", "atan2", "int", "abs", "min", "max", "round", "floor", "ceil")
)
_ALLOWED: Final = re.compile(r"[\w+\-*/^().,\s]+\Z")
_MOST: Final = 4


def calculator_drafts(view: SkillView, gap: Gap) -> Iterator[Draft]:
    """A sentence at the place that asks, with the formulas of the text as commands."""
    commands = [f"`sh {CALC.path} {command}`" for command in formulas(view)]
    if not commands:
        return  # what to reckon is then the model's to set up, with or without a program
    text = f"Numbers come from a program, with yours in the place of the dots: {', '.join(commands)}."
    evidence = sorted(gap.detected.evidence, key=lambda item: -item.weight)
    note = note_near(view, evidence, text, CALC.path, stated=True)  # `never in your head` as well
    if note is not None:
        uses = uses_of(note.new, CALC.path)
        place = Replacement(note.block, note.start, note.end, note.new, uses)
        reason = "a program calculates; the formulas of the text stand ready with names for what goes in"
        yield Draft(RULE, reason, "supports", (place,), (CALC,), 0, RUNS)


def formulas(view: SkillView) -> tuple[str, ...]:
    """The formulas of SKILL.md as arguments of the calculator, each once, the names with nothing put in yet."""
    found: dict[str, None] = {}
    for section in view.main:
        for leaf in section.leaves:
            text = leaf.content if leaf.kind == "code" and not leaf.language else leaf.text
            if leaf.kind == "code" and leaf.language:
                continue
            for match in _FORMULA.finditer(text[:20_000]):
                command = _command(match.group(2))
                if command:
                    found[command] = None
    return tuple(found)[:_MOST]


def _command(expression: str) -> str:
    for sign, plain in _OPERATORS.items():
        expression = expression.replace(sign, plain)
    expression = re.sub(r"(?<=\d),(?=\d{3}\b)", "", expression).strip().rstrip(".,")
    names = [name for name in dict.fromkeys(_NAME.findall(expression)) if name not in _FUNCTIONS]
    if not _ALLOWED.match(expression) or not re.search(r"[+*/^]|\s-\s", expression) or not 0 < len(names) <= 6:
        return ""
    if re.search(r"\d[A-Za-z_]|[\w)]\s+[\w(]|\)[\w(]|\d\(", re.sub(_NAME, "x", expression)) or re.search(
        r"[A-Za-z_]\w*\s+[A-Za-z_(]", expression
    ):
        return ""  # words of a sentence, or a number with its unit
    if expression.count("(") != expression.count(")"):
        return ""
    return " ".join((shell_word("".join(expression.split())), *(f"{name}=..." for name in names)))
