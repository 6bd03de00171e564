"""Values that have to reach a tool unchanged: plain text, JSON, nested values with every special character."""

import json
from random import Random
from typing import Any, Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.acting import one_by_one, write
from skillrt.primitives.probing_parts.answers import json_of
from skillrt.primitives.probing_parts.comparing import difference
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, codes, one_of
from skillrt.primitives.probing_parts.running import lines_differ

_ID: Final = "tool.call.format"
_MOST: Final = 100_000
_ONCE: Final = "Write each file with one call; a call that fails is one too many. Then say `written`."
_WRITES: Final = ("file.write", "file.edit", "file.patch")
_PIECES: Final = (
    "say \"{a}\" and '{b}'",
    "C:\\new\\{a}\\temp\\{b}",
    "$HOME and ${{{A}}} and $(echo {b})",
    "`{a}` costs 100% of {b}: %s %d",
    "<b>{a}</b> &amp; {b} &lt;&#39;",
    "not a line break: {a}\\n{b}\\t",
    '{{"{a}": [1, {{"{b}": "x\\\\y"}}]}}',
    "é ü — {a} ≤ {b} 日本",
    "# {a} * {b} ? [{a}-{b}] !! ~",
    "ends with a backslash {a} {b} \\",
)


def _plain(random: Random) -> Instance:
    path = f"notes/{random.choice(PLACES).lower()}-{random.randint(10, 99)}.txt"
    line = f"The {random.choice(COLOURS)} {random.choice(WARES)} {code(random)} goes to {random.choice(PLACES)}."
    task = (
        f"Write the file `{path}` into your workspace. It holds this one line and nothing else:\n\n{line}\n\n"
        f"Whether a line break ends it does not matter. {_ONCE}"
    )
    return _made(
        task,
        {path: line},
        {
            "quotes around the line": {path: f'"{line}"'},
            "the stop is lost": {path: line.rstrip(".")},
            "another name": {path.replace(".txt", ""): line},
        },
    )


def _json(random: Random) -> Instance:
    name = f"orders/{code(random)}.json"
    rows = [
        {"ware": ware, "pieces": random.randint(2, 90), "paid": random.random() < 0.5}
        for ware in random.sample(WARES, random.randint(3, 5))
    ]
    value = {"order": random.randint(1000, 9999), "marks": codes(random, 4), "to": None, "rows": rows}
    told = "\n".join(
        f"- {row['ware']}: pieces {row['pieces']}, {'paid' if row['paid'] else 'not paid'}" for row in rows
    )
    task = (
        f"Write the file `{name}` into your workspace: one JSON object with exactly the keys `order`, `marks`, `to` "
        f"and `rows`. `order` is the number {value['order']}. `marks` is the list of the texts "
        f"{', '.join(cast('list[str]', value['marks']))}, in this order. `to` is null. `rows` is a list of objects "
        "with the keys `ware` (text), `pieces` (number) and `paid` (true or false), in the order of these lines:\n\n"
        f"{told}\n\nBlanks between the parts of the JSON do not matter. {_ONCE}"
    )
    text = json.dumps(value)
    marks = ", ".join(cast("list[str]", value["marks"]))
    return _made(
        task,
        {name: text},
        {
            "a list as one text": {name: json.dumps({**value, "marks": marks})},
            "numbers as texts": {name: json.dumps({**value, "order": str(value["order"])})},
            "the JSON as a text in JSON": {name: json.dumps(text)},
            "not JSON but Python": {name: repr(value)},
        },
    )


def _special(random: Random) -> Instance:
    lines = [
        piece.format(a=random.choice(WARES), b=random.choice(COLOURS), A=random.choice(PLACES).upper())
        for piece in random.sample(_PIECES, 6)
    ]
    if not any("\\" in line for line in lines[:-1]):
        lines[0] = f"D:\\{random.choice(WARES)}\\notes"
    place = random.choice(PLACES)
    path, other = f"it's {place} (2)/{random.choice(COLOURS)} & more.txt", f"{place.lower()}.json"
    shown = "\n".join(lines)
    value = _nested(place, lines)
    task = (
        f"Write two files into your workspace. The first is `{path}` (the folder's name has blanks, an apostrophe "
        f"and brackets); it holds exactly the {len(lines)} lines between the two rulers, in UTF-8, without the "
        "rulers. Nothing in them is an escape: a backslash is a backslash, `$`, `%` and `&` are themselves.\n"
        f"----------\n{shown}\n----------\n"
        f'The second is `{other}`: the JSON object {{"place": PLACE, "parts": PARTS}}. PLACE is the text {place}. '
        'PARTS is a list with one object for each of these lines, in their order: {"at": [N], "line": {"raw": '
        "LINE}}, where N counts the lines from 1 and LINE is the line as a JSON text, which must be the very same "
        f"characters when the JSON is read. Blanks between the parts of the JSON do not matter. {_ONCE}"
    )
    right = {path: shown, other: json.dumps(value)}
    doubled = shown.replace("\\", "\\\\")
    slashes = _nested(place, [line.replace("\\", "/") for line in lines])
    return _made(
        task,
        right,
        {
            "backslashes are doubled": {**right, path: doubled},
            "backslashes are gone": {**right, path: shown.replace("\\", "")},
            "the JSON holds other characters": {**right, other: json.dumps(slashes)},
            "the JSON is not escaped": {**right, other: json.dumps(value).replace("\\\\", "\\")},
            "a simpler folder": {path.replace("'", ""): shown, other: right[other]},
        },
    )


def _nested(place: str, lines: list[str]) -> dict[str, object]:
    return {"place": place, "parts": [{"at": [at], "line": {"raw": line}} for at, line in enumerate(lines, 1)]}


def _made(task: str, files: dict[str, str], wrong: dict[str, dict[str, str]]) -> Instance:
    return Instance(
        task,
        files,
        _writes(files),
        tuple(NearMiss(what, _writes(instead)) for what, instead in wrong.items()),
    )


def _writes(files: dict[str, str]) -> Solution:
    return Solution(one_by_one(write(path, text) for path, text in files.items()), "written")


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    for path, text in cast("dict[str, str]", instance.truth).items():
        data = attempt.files.get(path)
        if data is None:
            return failed(f"there is no file `{path}`")
        found = data[:_MOST].decode("utf-8", "replace")
        why = _json_differs(text, found) if path.endswith(".json") else lines_differ(text, found)
        if why:
            return failed(f"`{path}`: {why}")
    if any(call.failed and call.operation in _WRITES for call in attempt.calls):
        return failed("a call that writes failed before the one that succeeded")
    return PASSED


def _json_differs(text: str, found: str) -> str:
    value, why = json_of(found)
    expected: Any = json.loads(text)
    return why or difference(expected, value)


PROBE: Final = Probe(
    _ID, "2026-11-28", "workspace", one_of(_ID, {"L1": (_plain,), "L2": (_json,), "L3": (_special,)}), _judge
)
