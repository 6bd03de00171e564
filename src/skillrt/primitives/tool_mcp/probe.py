"""Tools of an MCP server: one tool, several by their schemas, and a service behind a server that must be connected,
whose actions must be found and whose lists come in pages. Judged by what the server saw."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any, Final, cast

import msgspec

from skillrt.primitives.probing import PASSED, Attempt, Instance, Probe, Solution, Step, Verdict, failed
from skillrt.primitives.probing_parts.acting import misses, one_by_one, says
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, last_line, same_number
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of

_ID: Final = "tool.mcp"
_CALL: Final = "mcp.call"
_SERVER: Final = "depot"
_PAGES: Final = 3

Tool = dict[str, Any]
"""A tool as the server describes it, with what it answers."""
Known = list[tuple[dict[str, Any], str]]
"""What a tool answers: arguments and text."""


class _Truth(msgspec.Struct, frozen=True):
    """The result; calls that the server must have seen, as tool and JSON of the arguments; tools that may be called
    with those arguments only, and once."""

    result: str
    calls: list[tuple[str, str]]
    once: list[str]


def _ask(tool: str, **arguments: object) -> Step:
    return Step(_CALL, {"tool": tool, "arguments": _json(arguments)})


def _json(arguments: object) -> str:
    return json.dumps(arguments, sort_keys=True, ensure_ascii=False)


def _tool(
    name: str, does: str, schema: dict[str, Any], answers: Known, otherwise: str, *, fails: bool = True
) -> Tool:
    return {
        "name": name,
        "description": does,
        "inputSchema": {
            "type": "object",
            "properties": schema,
            "required": sorted(schema),
            "additionalProperties": False,
        },
        "answers": answers,
        "otherwise": otherwise,
        "otherwise_fails": fails,
    }


def _text(about: str, *among: str) -> dict[str, Any]:
    return {"type": "string", "description": about, **({"enum": list(among)} if among else {})}


def _whole(about: str) -> dict[str, Any]:
    return {"type": "integer", "description": about}


def _instance(
    task: str, right: Solution, result: object, tools: Sequence[Tool], wrong: dict[str, Solution], *once: str
) -> Instance:
    calls = [(step.arguments["tool"], step.arguments["arguments"]) for turn in right.turns for step in turn]
    return Instance(
        f"{task} {BY_LINE}",
        _Truth(str(result), calls, list(once)),
        right,
        misses(right, wrong),
        server=_json({"name": _SERVER, "tools": list(tools)}).encode(),
    )


def _one(random: Random) -> Instance:
    wares = [f"{ware}-{random.randint(100, 999)}" for ware in random.sample(WARES, 8)]
    counts = dict(zip(wares, random.sample(range(1000, 9999), 8), strict=True))
    weights = dict(zip(wares, random.sample(range(1000, 9999), 8), strict=True))
    ware, other = wares[:2]
    missing = "the depot has no such ware"
    schema = {"ware": _text("the ware with its number, such as crate-007")}
    tools = [
        _tool(
            "weight_of", "The weight of one piece of a ware, in grams.", schema,
            [({"ware": name}, f"{weight} grams") for name, weight in weights.items()], missing,
        ),
        _tool(
            "pieces_of", "The number of pieces of a ware that the depot holds.", schema,
            [({"ware": name}, f"{count} pieces") for name, count in counts.items()], missing,
        ),
    ]  # fmt: skip
    return _instance(
        f"The MCP server `{_SERVER}` that you are connected to has a tool that tells how many pieces of a ware it "
        f"holds. How many pieces of `{ware}` does it hold? The result is the number alone.",
        says(counts[ware], [_ask("pieces_of", ware=ware)]),
        counts[ware],
        tools,
        {
            "nothing is asked": says(counts[ware]),
            "another ware": says(counts[other], [_ask("pieces_of", ware=other)]),
            "another tool": says(weights[ware], [_ask("weight_of", ware=ware)]),
            "misread": says(counts[ware] + 1, [_ask("pieces_of", ware=ware)]),
        },
    )


def _several(random: Random) -> Instance:
    ware, place, colour = random.choice(WARES), random.choice(PLACES), random.choice(COLOURS[:5])
    first, second, third = (f"K-{number}" for number in random.sample(range(100, 999), 3))
    weights = dict(zip((first, second, third), random.sample(range(20, 90), 3), strict=True))
    lightest = min(weights, key=lambda crate: weights[crate])
    heaviest = max(weights, key=lambda crate: weights[crate])
    pieces, urgent = random.randint(2, 9), random.random() < 0.5
    number, other = random.sample(range(10_000, 99_999), 2)
    right = {"crate": lightest, "pieces": pieces, "urgent": urgent, "label": colour}
    find, weighed = [_ask("find_crates", ware=ware, place=place)], [_ask("weigh", crate=crate) for crate in weights]
    booked = [_ask("book", **right)]
    wrong = {
        "the heaviest crate": [_ask("book", **{**right, "crate": heaviest})],
        "the wrong urgency": [_ask("book", **{**right, "urgent": not urgent})],
        "the pieces as a text": [_ask("book", **{**right, "pieces": str(pieces)})],
    }
    return _instance(
        f"Work with the tools of the MCP server `{_SERVER}` that you are connected to. Find the crates at {place} "
        f"that hold the ware `{ware}`, weigh each of them, and book {pieces} pieces of the crate that weighs least, "
        f"{'urgent' if urgent else 'not urgent'}, with a {colour} label. Book once. The result is the number of the "
        "booking alone.",
        says(number, find, weighed, booked),
        number,
        _depot(ware, place, weights, right, (number, other)),
        {
            **{what: says(other, find, weighed, steps) for what, steps in wrong.items()},
            "booked twice": says(number, find, weighed, wrong["the heaviest crate"], booked),
            "nothing is weighed": says(number, find, booked),
            "the number is not told": says("booked", find, weighed, booked),
        },
        "book",
    )


def _depot(
    ware: str, place: str, weights: dict[str, int], right: dict[str, Any], numbers: tuple[int, int]
) -> list[Tool]:
    """Find, weigh, book; the first number is that of the booking that was asked for, the second that of any other."""
    return [
        _tool(
            "find_crates", "The crates at a place that hold a ware.",
            {"ware": _text("the ware, in the singular"), "place": _text("the place")},
            [({"ware": ware, "place": place}, "\n".join(weights))], "no crates",
        ),
        _tool(
            "weigh", "What a crate weighs, in kilograms.", {"crate": _text("the crate, such as K-001")},
            [({"crate": crate}, f"{weight} kg") for crate, weight in weights.items()], "there is no such crate",
        ),
        _tool(
            "book", "Book pieces of a crate. A booking cannot be taken back.",
            {
                "crate": _text("the crate, such as K-001"),
                "pieces": _whole("how many"),
                "urgent": {"type": "boolean", "description": "whether they are wanted today"},
                "label": _text("the colour of the label", *COLOURS[:5]),
            },
            [(right, f"booked, number {numbers[0]}")], f"booked, number {numbers[1]}", fails=False,
        ),
    ]  # fmt: skip


def _connected(random: Random) -> Instance:
    service, account, other = random.choice(PLACES).lower(), *(f"A-{n}" for n in random.sample(range(100, 999), 2))
    key, session = f"{random.getrandbits(32):08x}", f"S-{random.randint(10_000, 99_999)}"
    amounts = [random.sample(range(100, 999), 4) for _ in range(_PAGES)]
    others = random.sample(range(100, 999), 4)
    total = sum(sum(page) for page in amounts)
    verb = random.choice(("entries", "postings", "movements"))
    action = f"{service}.{verb}"
    wanted = (
        f"{action}: the {verb} of an account, four on a page. Arguments: account (text), page (whole number, from 1)."
    )
    actions = [
        f"{service}.accounts: the names of all accounts. No arguments.",
        f"{service}.rates: the rates of exchange. Arguments: day (text).",
        f"{service}.open: open an account. Arguments: account (text), owner (text).",
    ]
    listed = [actions[:2], [wanted, actions[2]]]
    rows: Known = [
        (_run(session, action, account, page), _page(page, _PAGES, [f"{amount}" for amount in found]))
        for page, found in enumerate(amounts, 1)
    ]
    rows.append((_run(session, action, other, 1), _page(1, 1, [f"{amount}" for amount in others])))
    begin = one_by_one(
        [_ask("connect", service=service, key=key), *(_ask("list_actions", session=session, page=n) for n in (1, 2))]
    )
    pages = [_ask("run_action", **_run(session, action, account, page)) for page in range(1, _PAGES + 1)]
    wrong_session = [_ask("run_action", **_run(key, action, account, page)) for page in range(1, _PAGES + 1)]
    return _instance(
        f"The MCP server `{_SERVER}` that you are connected to leads to other services. Connect to its service "
        f"`{service}` with the key `{key}`, find out which of the service's actions lists what was booked on an "
        f"account, and add up all amounts that were booked on the account `{account}`. Lists come in pages. The "
        "result is the sum alone.",
        says(total, *begin, *one_by_one(pages)),
        total,
        _services({"service": service, "key": key}, session, listed, rows),
        {
            "the first page alone": says(sum(amounts[0]), *begin, pages[:1]),
            "a page is left out": says(total - sum(amounts[-1]), *begin, *one_by_one(pages[:-1])),
            "another account": says(sum(others), *begin, [_ask("run_action", **_run(session, action, other, 1))]),
            "the key in place of the session": says(total, *begin, *one_by_one(wrong_session)),
            "added up wrongly": says(total + 10, *begin, *one_by_one(pages)),
        },
    )


def _services(login: dict[str, str], session: str, listed: Sequence[Sequence[str]], rows: Known) -> list[Tool]:
    """Connect, list what can be done, do it."""
    return [
        _tool(
            "connect", "Connect to a service; gives the session that the other tools want.",
            {"service": _text("the service"), "key": _text("its key")},
            [(login, f"session {session}")], "no such service, or another key",
        ),
        _tool(
            "list_actions", "What can be done with the connected service, page by page.",
            {"session": _text("the session"), "page": _whole("the page, from 1")},
            [
                ({"session": session, "page": page}, _page(page, 2, found)) for page, found in enumerate(listed, 1)
            ], "there is no such session or page",
        ),
        _tool(
            "run_action", "Run an action of the connected service.",
            {
                "session": _text("the session"),
                "action": _text("the action's name, as it is listed"),
                "arguments": {"type": "object", "description": "the action's arguments"},
            },
            rows, "there is no such session or action, or its arguments are others",
        ),
    ]  # fmt: skip


def _run(session: str, action: str, account: str, page: int) -> dict[str, Any]:
    return {"session": session, "action": action, "arguments": {"account": account, "page": page}}


def _page(number: int, of: int, lines: Sequence[str]) -> str:
    return "\n".join([*lines, f"(page {number} of {of})"])


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    truth = cast(_Truth, instance.truth)
    seen = [(call.tool, call.arguments) for call in attempt.served if not call.failed]
    for tool, arguments in truth.calls:
        # which page of a list of actions tells of the right one is a matter of luck
        if tool != "list_actions" and (tool, arguments) not in seen:
            return failed(f"the server has seen no call of `{tool}` with {arguments[:120]}")
    for tool in truth.once:
        if sum(name == tool for name, _ in seen) > 1:
            return failed(f"`{tool}` was called more than once")
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    return PASSED if same_number(said, truth.result) else failed(f"the result is {truth.result}, not {said[:80]!r}")


PROBE: Final = Probe(
    _ID,
    "2026-11-29",
    "calls",
    one_of(_ID, {"L1": (_one,), "L2": (_several,), "L3": (_connected,)}),
    _judge,
    needs=(_CALL,),
)
