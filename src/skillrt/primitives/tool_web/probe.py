"""Pages to be fetched: a field of one, an interface with parameters, several interfaces with a token and pages."""

import json
from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, SERVER, Attempt, Instance, Probe, Verdict, failed
from skillrt.primitives.probing_parts.acting import fetch, misses, one_by_one, says
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, codes, one_of

_ID: Final = "tool.web"
_HOW: Final = "The server runs on this machine and answers GET requests."


def _field(random: Random) -> Instance:
    place = random.choice(PLACES)
    wares = random.sample(WARES, 14)
    held = dict(zip(wares, codes(random, 14), strict=True))
    asked, other = random.sample(wares, 2)
    rows = "".join(f"<tr><td>{ware}</td><td>{shelf}</td></tr>\n" for ware, shelf in held.items())
    page = f"<title>{place}</title>\n<h1>Shelves of {place}</h1>\n<table>\n{rows}</table>\n"
    name = f"{place.lower()}-{random.randint(1000, 9999)}.html"
    task = (
        f"The page {SERVER}/{name} has a table of wares and their shelves. {_HOW} On which shelf is the {asked}? "
        f"{BY_LINE} The result is the shelf alone, as the page writes it."
    )
    step = fetch(f"{SERVER}/{name}")
    right = says(held[asked], [step])
    wrong = {
        "the shelf of another ware": says(held[other], [step]),
        "the ware": says(asked, [step]),
        "not reached": says("the page cannot be reached"),
    }
    return Instance(task, [held[asked].lower()], right, misses(right, wrong), pages={name: page.encode()})


def _parameters(random: Random) -> Instance:
    path = f"{random.choice(('stock', 'items', 'shelves', 'offers'))}-{random.randint(100, 999)}"
    places, colours = random.sample(PLACES, 3), random.sample(COLOURS, 3)
    pages = {path: json.dumps({"error": "give both place and colour"}).encode()}
    cheapest: dict[tuple[str, str], tuple[str, str]] = {}
    for place in places:
        for colour in colours:
            prices = random.sample(range(12, 99), 6)
            rows = [
                {"code": one, "ware": random.choice(WARES), "price": price, "sold": False}
                for one, price in zip(codes(random, 6), prices, strict=True)
            ]
            by_price = sorted(rows, key=lambda row: cast(int, row["price"]))
            by_price[0]["sold"] = True
            cheapest[place, colour] = (str(by_price[1]["code"]), str(by_price[0]["code"]))
            reply = {"place": place, "colour": colour, "items": rows}
            pages[f"{path}?place={place}&colour={colour}"] = json.dumps(reply).encode()
    place, colour = random.choice(places), random.choice(colours)
    task = (
        f"A server lists wares as JSON at {SERVER}/{path}?place=PLACE&colour=COLOUR (upper case marks what you fill "
        f"in; names of places begin with a capital, colours are in small letters). {_HOW} Of the items of place "
        f"{place} and colour {colour} that are not sold, which has the lowest price? {BY_LINE} The result is its "
        "code alone."
    )
    step = fetch(f"{SERVER}/{path}?place={place}&colour={colour}")
    elsewhere = next(one for one in colours if one != colour)
    other = fetch(f"{SERVER}/{path}?place={place}&colour={elsewhere}")
    right = says(cheapest[place, colour][0], [step])
    wrong = {
        "it is sold": says(cheapest[place, colour][1], [step]),
        "another colour": says(cheapest[place, elsewhere][0], [other]),
        "no parameters": says("error", [fetch(f"{SERVER}/{path}")]),
    }
    return Instance(task, [cheapest[place, colour][0].lower()], right, misses(right, wrong), pages=pages)


def _several(random: Random) -> Instance:
    client, token = code(random), f"{random.randint(10**7, 10**8 - 1)}-{random.choice(WARES)}"
    wares = random.sample(WARES, 5)
    listed, first, most = _orders(random, wares)
    prices = dict(zip(wares, random.sample(range(101, 999), 5), strict=True))
    refused = json.dumps({"error": "the token is missing or wrong, or there is no such thing"}).encode()
    pages = {"token": json.dumps({"error": "unknown client"}).encode(), "orders": refused, "prices": refused}
    pages[f"token?client={client}"] = json.dumps({"token": token}).encode()
    for at, rows in enumerate(listed, 1):
        reply = {"page": at, "next": at + 1 if at < len(listed) else None, "orders": rows}
        pages[f"orders?token={token}&page={at}"] = json.dumps(reply).encode()
    for ware, price in prices.items():
        pages[f"prices?token={token}&ware={ware}"] = json.dumps({"ware": ware, "price": price}).encode()
    task = (
        f"A server answers in JSON. {SERVER}/token?client={client} gives a token. "
        f"{SERVER}/orders?token=TOKEN&page=N gives page N of the orders, from 1 on; `next` is the number of the next "
        f"page, null on the last. {SERVER}/prices?token=TOKEN&ware=WARE gives the price of a ware. Upper case marks "
        f"what you fill in. {_HOW} Which ware has the most pieces, added up over the orders of all pages, and what "
        f"is its price? {BY_LINE} The result is the ware, a comma, and the price, such as `jug, 250`."
    )
    steps = [fetch(f"{SERVER}/token?client={client}")]
    steps += [fetch(f"{SERVER}/orders?token={token}&page={at + 1}") for at in range(len(listed))]
    last = [fetch(f"{SERVER}/prices?token={token}&ware={ware}") for ware in (most, first)]
    right = says(f"{most}, {prices[most]}", *one_by_one([*steps, last[0]]))
    wrong = {
        "only the first page": says(f"{first}, {prices[first]}", *one_by_one([*steps[:2], last[1]])),
        "the price of another ware": says(f"{most}, {prices[first]}", *one_by_one([*steps, last[1]])),
        "no token": says("error", [fetch(f"{SERVER}/orders?page=1")]),
    }
    return Instance(task, [most, str(prices[most])], right, misses(right, wrong), pages=pages)


def _orders(random: Random, wares: list[str]) -> tuple[list[list[dict[str, object]]], str, str]:
    """Orders by page, the ware that leads on the first page, and the one that leads over all."""
    first, most, *rest = wares
    sheets: list[list[dict[str, object]]] = []
    for at in range(random.randint(4, 5)):
        lead = {first: 40, most: 20} if at == 0 else {first: 10, most: 30}
        rows: list[dict[str, object]] = [
            {"order": random.randint(1000, 9999), "ware": ware, "pieces": lead.get(ware, 8) + random.randint(0, 4)}
            for ware in (first, most, *rest)
        ]
        random.shuffle(rows)
        sheets.append(rows)
    return sheets, first, most


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast("list[str]", instance.truth)
    right = [word.lower() for word in items(said)] == truth
    return PASSED if right else failed(f"the result is {', '.join(truth)}, not {said[:80]!r}")


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_field,), "L2": (_parameters,), "L3": (_several,)}), _judge
)
