"""Results in a form: a named format, a template, several requirements of form at once."""

import csv
import json
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import MOST, block, json_of
from skillrt.primitives.probing_parts.comparing import difference
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, listed, one_of
from skillrt.primitives.probing_parts.running import lines_differ

_ID: Final = "follow.format"
_KEYS: Final = ("ware", "colour", "count")
_Row = tuple[str, str, int]


def _rows(random: Random, count: int) -> list[_Row]:
    wares = random.sample(WARES, count)
    return [(ware, random.choice(COLOURS), random.randint(2, 98)) for ware in wares]


def _told(rows: list[_Row]) -> str:
    return listed([f"{count} pieces of the {ware} in {colour}" for ware, colour, count in rows])


def _named(random: Random) -> Instance:
    rows, place = _rows(random, random.randint(4, 6)), random.choice(PLACES)
    form = random.choice(("JSON", "CSV", "Markdown"))
    shape = {
        "JSON": "a JSON list with one object for each ware, with the keys `ware`, `colour` (texts) and `count` "
        "(number)",
        "CSV": "CSV with commas and the heading line `ware,colour,count`, then one line for each ware",
        "Markdown": "a Markdown table with the columns `ware`, `colour` and `count` (these are its heading row), "
        "then "
        "one row for each ware",
    }[form]
    task = (
        f"At {place} there are {_told(rows)}. Give this as {shape}, in the order in which the wares are named here. "
        "The words are those of the text, the counts are digits. Answer with that alone, without a sentence before "
        "or after it; a code fence around it is allowed."
    )
    text = _written(form, rows)
    wrong = {
        "a sentence before it": f"Here is the list for {place}:\n\n{text}",
        "the last ware is left out": _written(form, rows[:-1]),
        "another format": "\n".join(f"{ware}: {colour}, {count}" for ware, colour, count in rows),
        "another order": _written(form, [*rows[1:], rows[0]]),
    }
    return _made(task, {"form": form, "rows": [list(row) for row in rows]}, text, wrong)


def _written(form: str, rows: list[_Row]) -> str:
    if form == "JSON":
        return json.dumps([dict(zip(_KEYS, row, strict=True)) for row in rows], indent=1)
    if form == "CSV":
        return "\n".join([",".join(_KEYS), *(f"{ware},{colour},{count}" for ware, colour, count in rows)])
    head = ["| ware | colour | count |", "|---|---|---|"]
    return "\n".join([*head, *(f"| {ware} | {colour} | {count} |" for ware, colour, count in rows)])


def _template(random: Random) -> Instance:
    rows, place, mark = _rows(random, random.randint(4, 6)), random.choice(PLACES), code(random)
    head = random.choice(("REPORT {place} / {mark}", "[{mark}] Stock at {place}", "{place}: sheet {mark}"))
    count = random.choice(("Wares: {n}", "({n} wares)", "n = {n}"))
    item = random.choice(("* {ware} ({colour}) x{count}", "{count} x {ware}; {colour}", "> {colour} {ware}: {count}"))
    total = random.choice(("Sum: {sum} pieces", "= {sum}", "TOTAL {sum}"))
    foot = random.choice(("-- end of sheet --", "signed: ____", "***"))
    shown = "\n".join((_capitals(head), "", _capitals(count), _capitals(item), _capitals(total), "", foot))
    task = (
        f"At {place} there are {_told(rows)}. Write the sheet {mark} about them by this template:\n\n"
        f"{shown}\n\n"
        "Words in capital letters between angle brackets are filled in: <PLACE> with the place, <MARK> with the mark "
        "of the sheet, <N> with the number of kinds of wares, <SUM> with the sum of all pieces, <WARE>, <COLOUR> and "
        "<COUNT> with those of a kind. The line with <WARE> stands once for each kind, in the order of the text. All "
        "other characters, the empty lines included, stand as they are. Answer with the sheet alone; a code fence "
        "around it is allowed."
    )

    def filled(taken: list[_Row]) -> str:
        facts = {"place": place, "mark": mark, "n": len(taken), "sum": sum(row[2] for row in taken)}
        lines = [item.format(ware=ware, colour=colour, count=number) for ware, colour, number in taken]
        return "\n".join([head.format(**facts), "", count.format(**facts), *lines, total.format(**facts), "", foot])

    text = filled(rows)
    wrong = {
        "the last line is left out": text.rsplit("\n", 2)[0],
        "no empty lines": text.replace("\n\n", "\n"),
        "brackets of the template are kept": text.replace(place, f"<{place}>"),
        "a ware is left out": filled(rows[1:]),
        "a sentence after it": f"{text}\n\nLet me know if you need anything else.",
    }
    return _made(task, {"form": "text", "text": text}, text, wrong)


def _capitals(form: str) -> str:
    fills = {name: f"<{name.upper()}>" for name in ("place", "mark", "n", "sum", "ware", "colour", "count")}
    return form.format(**fills)


def _several(random: Random) -> Instance:
    rows, mark = _rows(random, random.randint(7, 9)), code(random)
    rows[3] = (rows[3][0], rows[3][1], rows[1][2])
    width, every = random.choice((14, 16, 18)), random.choice((2, 3))
    fill, label = random.choice((".", "_", "-")), random.choice(("sheet", "stock", "report"))
    task = (
        f"There are {_told(rows)}. Give them as a sheet that keeps to all of this:\n"
        f"- The whole answer is one code fence of three backticks with the language `{label}`; nothing stands "
        "outside it.\n"
        f"- Its first line is `{mark}`.\n"
        "- Then comes one line for each ware, those with the larger count first; of wares with the same count the "
        "one that comes first in the alphabet is first.\n"
        f"- Such a line is the ware in capital letters, filled up with `{fill}` on its right to {width} characters "
        "in all, then the count with three digits (`007`), then a blank and the colour in round brackets.\n"
        f"- After every {every} wares comes a line `==`, but not after the last ware.\n"
        "- There is no empty line.\n"
        '- The last line is a JSON object without any blanks: {"wares":N,"pieces":SUM} with the number of kinds and '
        "the sum of all pieces."
    )

    def filled(ordered: list[_Row], filler: str = fill, ends: bool = False) -> str:
        lines = [mark]
        for at, (ware, colour, count) in enumerate(ordered, 1):
            lines.append(f"{ware.upper().ljust(width, filler)}{count:03d} ({colour})")
            if at % every == 0 and (ends or at < len(ordered)):
                lines.append("==")
        counts = {"wares": len(ordered), "pieces": sum(row[2] for row in ordered)}
        return "\n".join([*lines, json.dumps(counts, separators=(",", ":"))])

    ordered = sorted(rows, key=lambda row: (-row[2], row[0]))
    ties = sorted(sorted(rows, key=lambda row: row[0], reverse=True), key=lambda row: -row[2])
    text = filled(ordered)
    fenced = f"```{label}\n{text}\n```"
    wrong = {
        "a sentence before the fence": f"Here is the sheet:\n{fenced}",
        "no language at the fence": f"```\n{text}\n```",
        "ties in the wrong order": f"```{label}\n{filled(ties)}\n```",
        "filled up with blanks": f"```{label}\n{filled(ordered, ' ')}\n```",
        "blanks in the JSON": fenced.replace(",", ", ").replace(":", ": "),
        "not sorted": f"```{label}\n{filled(rows)}\n```",
    }
    if len(rows) % every == 0:
        wrong["a line too much at the end"] = f"```{label}\n{filled(ordered, ends=True)}\n```"
    return _made(task, {"form": label, "text": text}, fenced, wrong)


def _made(task: str, truth: object, text: str, wrong: dict[str, str]) -> Instance:
    misses = [NearMiss(what, Solution(answer=answer)) for what, answer in wrong.items() if answer != text]
    return Instance(task, truth, Solution(answer=text), tuple(misses))


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast("dict[str, object]", instance.truth)
    answer = attempt.answer.strip()
    if len(answer) >= MOST:
        return failed("the answer is far too long")
    form = str(truth["form"])
    fence = f"```{form}\n" if "text" in truth and form != "text" else "```"
    inner = answer
    if fence != "```" or answer.startswith("```"):
        if not answer.startswith(fence) or not answer.endswith("\n```") or answer.count("```") != 2:
            return failed(f"the answer is not one code fence that begins with `{fence.strip()}`")
        inner = block(answer)
    why = lines_differ(str(truth["text"]), inner) if "text" in truth else _differs(form, truth["rows"], inner.strip())
    return failed(why) if why else PASSED


def _differs(form: str, rows: object, text: str) -> str:
    expected = cast("list[list[object]]", rows)
    if form == "JSON":
        value, why = json_of(text)
        return why or difference([dict(zip(_KEYS, row, strict=True)) for row in expected], value)
    lines = [line.strip() for line in text.splitlines()]
    cells = [_cells(line) if form == "Markdown" else _fields(line) for line in lines]
    if form == "Markdown":
        if len(cells) < 2 or not all(cell and not cell.strip(":-") for cell in cells[1]):
            return "this is no Markdown table"
        del cells[1]
    wanted = [list(_KEYS), *([str(value) for value in row] for row in expected)]
    return difference(wanted, cells)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]


def _fields(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line]), [""])]
    except csv.Error:
        return [line]


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_named,), "L2": (_template,), "L3": (_several,)}), _judge
)
