"""Pages for a browser, drawn by scripts: one to be read, a form to be filled in, a way behind a login."""

from functools import cache
from html import escape
from importlib import resources
from random import Random
from string import Template
from typing import Final, cast

from skillrt.primitives.probing import PASSED, SERVER, Attempt, Instance, Probe, Step, Verdict, failed
from skillrt.primitives.probing_parts.acting import fetch, misses, one_by_one, says
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, last_line
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, codes, one_of

_ID: Final = "tool.browser"
_BROWSES: Final = "browser.use"
_HOW: Final = "Use the browser: pages there are drawn by scripts. The server runs on this machine."


@cache
def _template(name: str) -> Template:
    folder = resources.files("skillrt.primitives.tool_browser")
    return Template((folder / name).read_text(encoding="utf-8"))


def _drawn(random: Random, title: str, content: str) -> bytes:
    """A page whose content a script puts together: who only fetches it does not see it."""
    key = random.randint(33, 120)
    signs = ", ".join(str(ord(sign) ^ key) for sign in content)
    return _template("drawn.html").substitute(title=escape(title), signs=signs, key=key).encode()


def _form(title: str, action: str, fields: str) -> bytes:
    return _template("form.html").substitute(title=escape(title), action=action, fields=fields).encode()


def _open(url: str) -> Step:
    return Step(_BROWSES, {"url": f"{SERVER}/{url}", "action": "open"})


def _does(action: str) -> Step:
    return Step(_BROWSES, {"action": action})


def _rows(held: dict[str, str]) -> str:
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in held.items())
    return f"<table>{rows}</table>"


def _page(random: Random) -> Instance:
    place = random.choice(PLACES)
    held = dict(zip(random.sample(WARES, 8), codes(random, 8), strict=True))
    asked, other = random.sample(sorted(held), 2)
    name = f"{place.lower()}-{random.randint(10, 99)}.html"
    task = (
        f"Open the page {SERVER}/{name}. {_HOW} It has a table of wares and their shelves. On which shelf is the "
        f"{asked}? {BY_LINE} The result is the shelf alone."
    )
    right = says(held[asked], [_open(name)])
    wrong = {
        "the shelf of another ware": says(held[other], [_open(name)]),
        "fetched without a browser": says(held[asked], [fetch(f"{SERVER}/{name}")]),
        "nothing is seen": says("the page is empty", [_open(name)]),
    }
    pages = {name: _drawn(random, f"Shelves of {place}", _rows(held))}
    return Instance(task, held[asked].lower(), right, misses(right, wrong), pages=pages)


def _search(random: Random) -> Instance:
    wares, colours = random.sample(WARES, 4), random.sample(COLOURS, 3)
    action, find = random.choice(("found", "shelf", "answer")), f"find-{random.randint(1000, 9999)}.html"
    shelves = dict(zip([(ware, colour) for ware in wares for colour in colours], codes(random, 12), strict=True))
    options = "".join(f"<option>{colour}</option>" for colour in colours)
    fields = (
        f'<label>Ware <input name="ware"></label>\n<label>Colour <select name="colour">{options}</select></label>'
    )
    pages = {find: _form("Find a shelf", action, fields)}
    pages[action] = _drawn(random, "Result", "<p>There is no such ware.</p>")
    for (ware, colour), shelf in shelves.items():
        shown = f"<p>The {colour} {ware} is on shelf <b>{shelf}</b>.</p>"
        pages[f"{action}?ware={ware}&colour={colour}"] = _drawn(random, "Result", shown)
    ware, colour = random.choice(wares), random.choice(colours[1:])
    task = (
        f"Open the page {SERVER}/{find}. {_HOW} Fill in the form: ware `{ware}`, colour "
        f"`{colour}`, and go on. Which shelf does the next page tell? {BY_LINE} The result is the shelf alone."
    )
    steps = [_open(find), _does(f"type {ware}, choose {colour}"), _does("click Go on")]
    shelf = shelves[ware, colour]
    right = says(shelf, *one_by_one(steps))
    wrong = {
        "the colour is not chosen": says(shelves[ware, colours[0]], *one_by_one(steps)),
        "the form is not sent": says("no shelf is shown", *one_by_one(steps[:2])),
        "fetched without a browser": says(shelf, [fetch(f"{SERVER}/{action}?ware={ware}&colour={colour}")]),
    }
    return Instance(task, shelf.lower(), right, misses(right, wrong), pages=pages)


def _behind_login(random: Random) -> Instance:
    user, word, token = (
        code(random),
        f"{random.choice(COLOURS)}-{random.randint(100, 999)}",
        random.randint(10**6, 10**7),
    )
    places, ware = random.sample(PLACES, 5), random.choice(WARES)
    orders, returns = (
        dict(zip(places, codes(random, 5), strict=True)),
        dict(zip(places, codes(random, 5), strict=True)),
    )
    fields = '<label>User <input name="user"></label>\n<label>Pass word <input name="word" type="password"></label>'
    refused = _drawn(random, "Refused", "<p>User or pass word is wrong.</p>")
    pages = {"login.html": _form("Log in", "desk", fields), "desk": refused}
    links = "".join(f'<p><a href="{name}-{token}.html">{name.capitalize()}</a></p>' for name in ("orders", "returns"))
    pages[f"desk?user={user}&word={word}"] = _drawn(random, "Desk", links)
    for name, seals in (("orders", orders), ("returns", returns)):
        rows = "".join(
            f'<li>{ware}, {place} <a href="{name}-{token}-{at}.html">open</a></li>' for at, place in enumerate(seals)
        )
        pages[f"{name}-{token}.html"] = _drawn(random, name.capitalize(), f"<ul>{rows}</ul>")
        for at, seal in enumerate(seals.values()):
            sheet = f'<button data-shows="seal">Show the seal</button><p id="seal" hidden>{seal}</p>'
            pages[f"{name}-{token}-{at}.html"] = _drawn(random, "Sheet", sheet)
    place, other = random.sample(places, 2)
    task = (
        f"Open the page {SERVER}/login.html. {_HOW} Log in as user `{user}` with the pass word "
        f"`{word}`. Go to the orders, open the one for {place}, and have its seal shown. What is the seal? {BY_LINE} "
        "The result is the seal alone."
    )
    steps = [
        _open("login.html"),
        _does(f"type {user} and {word}"),
        _does("click Go on"),
        _does("click Orders"),
        _does(f"click open beside {place}"),
        _does("click Show the seal"),
    ]
    right = says(orders[place], *one_by_one(steps))
    wrong = {
        "the seal of the return": says(returns[place], *one_by_one(steps)),
        "the order of another place": says(orders[other], *one_by_one(steps)),
        "not logged in": says("user or pass word is wrong", *one_by_one(steps[:3])),
        "fetched without a browser": says(orders[place], [fetch(f"{SERVER}/login.html")]),
    }
    return Instance(task, orders[place].lower(), right, misses(right, wrong), pages=pages)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast(str, instance.truth)
    if said.lower() != truth:
        return failed(f"the result is {truth}, not {said[:80]!r}")
    browsed = any(call.operation == _BROWSES for call in attempt.calls)
    return PASSED if browsed else failed("no browser was used")


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "calls",
    one_of(_ID, {"L1": (_page,), "L2": (_search,), "L3": (_behind_login,)}),
    _judge,
    needs=(_BROWSES,),
)
