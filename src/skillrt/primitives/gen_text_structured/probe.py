"""Notes to be written as JSON, YAML, TOML or XML: flat, nested, large and deep."""

import copy
from collections.abc import Callable
from random import Random
from typing import Any, Final, cast

import msgspec

from skillrt.primitives.gen_text_structured.xml import notes, xml_wrong
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import block
from skillrt.primitives.probing_parts.coding import fenced
from skillrt.primitives.probing_parts.comparing import difference
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, one_of
from skillrt.primitives.probing_parts.formats import FORMATS

_ID: Final = "gen.text.structured"
_LABELS: Final = (
    'the "wide" one', "C:\\stock\\new", "a: b # c", "it's here", "{x}, [y]", "- 5 %", "naïve café", "50/50",
    "x = y & z",
)  # fmt: skip
Value = dict[str, Any]


class Wanted(msgspec.Struct, frozen=True):
    """The value that must come out, and the format."""

    format: str
    value: Value


def _instance(task: str, form: str, value: Value, slips: list[tuple[str, Callable[[Value], object]]]) -> Instance:
    """A slip changes a copy of the value."""
    write = FORMATS[form][0]

    def answer(change: Callable[[Value], object]) -> Solution:
        copied = copy.deepcopy(value)
        change(copied)
        return Solution(answer=fenced(form.lower(), write(copied)))

    right = write(value)
    broken = {"JSON": right.rstrip().removesuffix("}"), "YAML": f"{right}}}\n", "TOML": right.replace("=", ":", 1)}[
        form
    ]
    misses = [NearMiss(what, answer(change)) for what, change in slips]
    misses.append(NearMiss("a mistake of the format itself", Solution(answer=fenced(form.lower(), broken))))
    asked = (
        f"Answer with the {form} alone in one fenced code block. A number is written as a number, a text as a text "
        "(also where it looks like a number, a date or a truth value), a truth value as true or false. There are "
        "no other keys; the order of keys counts nothing, the order of lists does."
    )
    return Instance(
        f"{task}\n\n{asked}", Wanted(form, value), Solution(answer=fenced(form.lower(), right)), tuple(misses)
    )


def _flat(random: Random) -> Instance:
    form = random.choice(("JSON", "YAML", "TOML"))
    keys = random.sample(WARES, 7)
    version, number = f"{random.randint(1, 9)}.{random.randint(1, 9)}0", random.randint(100, 99_999)
    share, zeros = random.randint(1, 99) * 2 + 1, f"00{random.randint(10, 99)}"
    on = random.random() < 0.5
    words = random.sample(COLOURS, 3)
    value: Value = {
        keys[0]: f"{random.choice(PLACES)} {random.choice(PLACES)}",
        keys[1]: number,
        keys[2]: version,
        keys[3]: on,
        keys[4]: share / 10,
        keys[5]: words,
        keys[6]: zeros,
    }
    told = [
        f"- `{keys[0]}` is the text {value[keys[0]]}", f"- `{keys[1]}` is the number {number}",
        f"- `{keys[2]}` is the text {version}", f"- `{keys[3]}` is {'true' if on else 'false'}, as a truth value",
        f"- `{keys[4]}` is the number {share / 10}", f"- `{keys[5]}` is the list of the texts {', '.join(words)}",
        f"- `{keys[6]}` is the text {zeros}",
    ]  # fmt: skip
    random.shuffle(told)
    task = f"Write this as one flat object in {form}:\n\n" + "\n".join(told)
    slips: list[tuple[str, Callable[[Value], object]]] = [
        ("a text became a number", lambda one: one.update({keys[2]: float(version)})),
        ("a truth value became a text", lambda one: one.update({keys[3]: str(on).lower()})),
        ("a key is missing", lambda one: one.pop(keys[6])),
        ("the list became one text", lambda one: one.update({keys[5]: ", ".join(words)})),
    ]
    return _instance(task, form, value, slips)


def _note(random: Random, labels: list[str]) -> tuple[str, Value]:
    """What a note says after its place, and its record."""
    ware, key, pieces = random.choice(WARES), f"0{random.randint(100, 999)}", random.randint(1, 90)
    colour = random.choice((None, *COLOURS))
    day = f"20{random.randint(10, 25)}-0{random.randint(1, 9)}-{random.randint(10, 28)}"
    seen = random.random() < 0.6
    record: Value = {
        "id": key,
        "ware": ware,
        "pieces": pieces,
        "colour": colour,
        "checked": {"done": seen, "on": day if seen else None},
    }
    text = f"{ware}, id {key}, {pieces} pieces, {f'colour {colour}' if colour else 'no colour'}"
    if labels:
        record["labels"] = labels
        text += f", label{'s' * (len(labels) > 1)} {' and '.join(f'«{label}»' for label in labels)}"
    return f"{text}, {f'checked on {day}' if seen else 'not checked'}", record


_RECORD: Final = (
    "a ware is an object with `id` (text), `ware` (text), `pieces` (number), `colour` (text) and `checked`, an "
    "object with `done` (truth value) and `on` (the date as a text)"
)


def _missing(form: str) -> str:
    return "left out" if form == "TOML" else "null"


def _without_nothing(form: str, record: Value) -> Value:
    """TOML has no null: what has no value is left out."""
    if form != "TOML":
        return record
    return {
        key: _without_nothing(form, cast(Value, one)) if isinstance(one, dict) else one
        for key, one in record.items()
        if one is not None
    }


def _nested(random: Random) -> Instance:
    form = random.choice(("JSON", "YAML", "TOML"))
    places, closed = random.sample(PLACES, 3), random.randint(0, 2)
    title, revision = f"Stock of {random.choice(PLACES)}", random.randint(2, 400)
    where = [*places, *(random.choice(places) for _ in range(5))]
    random.shuffle(where)
    lists: dict[str, list[Value]] = {}
    told: list[str] = []
    for place in where:
        text, record = _note(random, [])
        told.append(f"- {place}: {text}")
        lists.setdefault(place, []).append(_without_nothing(form, record))
    value: Value = {
        "title": title,
        "revision": revision,
        "places": [{"name": name, "closed": name == places[closed], "wares": own} for name, own in lists.items()],
    }
    task = (
        f"Write the notes below in {form}. At the top there are `title` (text: {title}), `revision` (number: "
        f"{revision}) and `places`, a list with one object a place, in the order in which the places first appear "
        f"in the notes. A place has `name` (text), `closed` (truth value; {places[closed]} alone is closed) and "
        f"`wares`, the list of its wares in the order of the notes; {_RECORD}. Where a note gives no colour or no "
        f"date, `colour` or `on` is {_missing(form)}.\n\n" + "\n".join(told)
    )
    slips: list[tuple[str, Callable[[Value], object]]] = [
        (
            "an id became a number",
            lambda one: one["places"][0]["wares"][0].update(id=int(one["places"][0]["wares"][0]["id"])),
        ),
        ("a ware is missing", lambda one: one["places"][-1]["wares"].pop()),
        ("the places are in another order", lambda one: one["places"].reverse()),
        ("the revision became a text", lambda one: one.update(revision=str(revision))),
        ("another place is closed", lambda one: one["places"][0].update(closed=not one["places"][0]["closed"])),
    ]
    return _instance(task, form, value, slips)


def _deep(random: Random) -> Instance:
    form = random.choice(("JSON", "YAML"))
    halls, title = random.sample(COLOURS, 4), f"Depot {random.choice(PLACES)}"
    value: Value = {"depot": {"title": title, "halls": {}}}
    told: list[str] = []
    count = 0
    for hall in halls:
        shelves: dict[str, Any] = {}
        for shelf in sorted(random.sample(WARES, 3)):
            boxes: list[Value] = []
            told.append(f"\nHall {hall}, shelf {shelf}:")
            for _ in range(random.randint(2, 3)):
                box, sealed = code(random), random.random() < 0.5
                text, record = _note(random, random.sample(_LABELS, random.randint(1, 2)))
                told.append(f"- box {box} ({'sealed' if sealed else 'open'}): {text}")
                boxes.append({"box": box, "state": {"sealed": sealed, "content": record}})
                count += 1
            shelves[shelf] = {"boxes": boxes}
        value["depot"]["halls"][hall] = {"shelves": shelves}
    task = (
        f"Write the list of {count} boxes below in {form}. At the top there is `depot`, an object with `title` "
        f"(text: {title}) and `halls`, an object with a key for each hall. A hall is an object with `shelves`, an "
        "object with a key for each of its shelves. A shelf is an object with `boxes`, the list of its boxes in "
        "the order below. A box is an object with `box` (text) and `state`, an object with `sealed` (truth value; "
        f"a box that is open is not sealed) and `content`, a ware; {_RECORD}, and `labels`, the list of its labels "
        "(texts, without the marks « and »; even a single one is a list). Where no colour or no date is given, "
        "`colour` or `on` is null. Nothing is left out or "
        "shortened.\n" + "\n".join(told)
    )

    def first(one: Value) -> list[Value]:
        hall = cast(Value, next(iter(one["depot"]["halls"].values())))
        return cast(list[Value], next(iter(hall["shelves"].values()))["boxes"])

    def last(one: Value) -> list[Value]:
        hall = cast(Value, list(one["depot"]["halls"].values())[-1])
        return cast(list[Value], list(hall["shelves"].values())[-1]["boxes"])

    slips: list[tuple[str, Callable[[Value], object]]] = [
        ("the last box is missing", lambda one: last(one).pop()),
        (
            "the content stands beside the state",
            lambda one: first(one)[0].update(content=first(one)[0]["state"].pop("content")),
        ),
        ("a list of labels became a text", lambda one: last(one)[0]["state"]["content"].update(labels="x")),
        ("a shelf is missing", lambda one: next(iter(one["depot"]["halls"].values()))["shelves"].popitem()),
        ("marks stay at a label", lambda one: first(one)[0]["state"]["content"]["labels"].__setitem__(0, "«x»")),
    ]
    return _instance(task, form, value, slips)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    wanted = instance.truth
    if not isinstance(wanted, Wanted):
        why = xml_wrong(block(attempt.answer, "xml"), cast(Any, wanted))
        return failed(why) if why else PASSED
    text = block(attempt.answer, wanted.format.lower(), "yml")
    if not text.strip():
        return failed("there is nothing in the answer")
    value, complaint = FORMATS[wanted.format][1](text)
    why = complaint or difference(wanted.value, value)
    return failed(why) if why else PASSED


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(_ID, {"L1": (_flat,), "L2": (_nested, _nested, notes), "L3": (_deep,)}),
    _judge,
)
