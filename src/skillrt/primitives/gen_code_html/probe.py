"""Markup that is read as a tree: headings and lists; tables, forms and simple drawings; charts that suit everyone."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final, cast

from skillrt.primitives.gen_code_html.chart import chart, chart_wrong
from skillrt.primitives.probing import PASSED, Attempt, Instance, NearMiss, Probe, Solution, Verdict, failed
from skillrt.primitives.probing_parts.answers import block
from skillrt.primitives.probing_parts.coding import fenced
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of
from skillrt.primitives.probing_parts.markup import Element, document, rules

_ID: Final = "gen.code.html"
_ASKED: Final = "Answer with the HTML alone in one fenced code block."


def _instance(kind: str, task: str, truth: object, page: str, slips: list[tuple[str, str, str]]) -> Instance:
    return Instance(
        f"{task} {_ASKED}",
        (kind, truth),
        Solution(answer=fenced("html", page)),
        tuple(NearMiss(what, Solution(answer=fenced("html", page.replace(old, new)))) for what, old, new in slips),
    )


def _outline(random: Random) -> Instance:
    title = f"{random.choice(PLACES)} {random.choice(WARES)}s"
    names = random.sample(PLACES, 3)
    wanted: list[object] = [["h1", title]]
    told = [f"- a heading of the first level: {title}"]
    page = [f"<h1>{title}</h1>"]
    for at, name in enumerate(names):
        kind = ("ul", "ol")[at % 2]
        items = random.sample(WARES, 3)
        inner = [f"{random.choice(COLOURS)} {items[1]}", f"{random.choice(COLOURS)} {items[2]}"]
        wanted += [
            ["h2", name],
            [kind, [[items[0], []], [items[1], [["ul", [[one, []] for one in inner]]]], [items[2], []]]],
        ]
        numbered = "a numbered list" if kind == "ol" else "a list with bullets"
        told.append(
            f"- a heading of the second level: {name}\n- {numbered} of the items {', '.join(items)}; inside the "
            f"item {items[1]}, after its text, a list with bullets of the items {' and '.join(inner)}"
        )
        inside = "".join(f"<li>{one}</li>" for one in inner)
        page.append(
            f"<h2>{name}</h2>\n<{kind}>\n  <li>{items[0]}</li>\n  <li>{items[1]}\n    <ul>{inside}</ul>\n  </li>\n"
            f"  <li>{items[2]}</li>\n</{kind}>"
        )
    task = (
        "Write HTML that shows exactly this, in this order, with the elements of HTML made for headings and "
        "lists:\n\n"
        + "\n".join(told)
        + "\n\nThere is no other heading, list or item, and the text of each is exactly as given. A whole page "
        "around it is as good as the fragment."
    )
    html = "\n".join(page)
    slips = [
        ("the inner list stands beside its item", "\n    <ul>", "</li>\n    <ul>"),
        ("the title is of the second level", "h1>", "h2>"),
        ("no list is numbered", "ol>", "ul>"),
    ]
    return _instance("outline", task, wanted, html, slips)


def _outline_wrong(root: Element, truth: object) -> str:
    wanted = cast(list[object], truth)
    found: list[object] = []
    for one, inside in _walk(root):
        if one.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            found.append([one.tag, one.text])
        elif one.tag in {"ul", "ol"} and not inside:
            found.append(_list(one, 0))
    for at, one in enumerate(wanted):
        if at >= len(found):
            return f"part {at + 1} is missing: {one}"
        if one != found[at]:
            return f"part {at + 1} must be {one}, not {str(found[at])[:300]}"
    return "" if len(found) == len(wanted) else f"there is more than was asked for: {str(found[len(wanted)])[:200]}"


def _walk(root: Element) -> Iterator[tuple[Element, bool]]:
    """Each element, and whether it is inside of a list."""
    waiting = [(root, False)]
    while waiting:
        one, inside = waiting.pop()
        yield one, inside
        within = inside or one.tag in {"ul", "ol"}
        waiting.extend((child, within) for child in reversed(one.elements))


def _list(one: Element, depth: int) -> list[object]:
    """A list as [tag, items]; lists deeper than any that was asked for end it."""
    items: list[object] = []
    for child in one.elements:
        lists = (
            [_list(inner, depth + 1) for inner in child.elements if inner.tag in {"ul", "ol"}] if depth < 4 else []
        )
        text = child.own_text or " ".join(inner.text for inner in child.elements if inner.tag not in {"ul", "ol"})
        items.append([text if child.tag == "li" else f"<{child.tag}>", lists])
    return [one.tag, items]


_FORM_PAGE: Final = """
<header><h1>{title}</h1></header>
<main>
  <style>.{mark} {{ color: {colour}; font-weight: bold; }}</style>
  <table>
    <caption>{caption}</caption>
    <thead><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>
    <tbody>
{rows}
    </tbody>
  </table>
  <form action="/{action}" method="post">
    <label for="{field}">{label}</label>
    <input id="{field}" name="{field}" type="number" min="{low}" max="{high}" required>
    <label for="{choice}">{question}</label>
    <select id="{choice}" name="{choice}">
{options}
    </select>
    <button type="submit">{send}</button>
  </form>
  <svg width="{size}" height="{size}">
    <circle cx="{half}" cy="{half}" r="{r}" fill="{fill}"></circle>
  </svg>
</main>
<footer>{foot}</footer>
"""


def _form(random: Random) -> Instance:
    names = random.sample(WARES, 8)
    size = random.randint(4, 12) * 20
    values = {
        **{"title": f"{random.choice(PLACES)} store", "mark": names[0]},
        **{"colour": random.choice(("red", "blue", "green"))},
        **{
            "caption": f"Stock in {random.choice(PLACES)}",
            "first": "Ware",
            "second": random.choice(("Pieces", "Price")),
        },
        **{"action": names[1], "field": names[2], "label": f"How many {names[2]}s", "low": str(random.randint(1, 4))},
        **{"high": str(random.randint(9, 60)), "choice": names[3], "question": f"Which {names[3]}"},
        **{"send": random.choice(("Order", "Send", "Reserve")), "size": str(size), "half": str(size // 2)},
        **{"r": str(size // 4), "fill": random.choice(("orange", "purple", "teal")), "foot": f"Since {1900 + size}"},
    }
    rows = [[ware, str(random.randint(2, 99))] for ware in random.sample(WARES, 3)]
    options = random.sample(COLOURS, 3)
    marked = random.randint(0, 2)
    lines = [
        f"      <tr><td{f' class={chr(34)}{names[0]}{chr(34)}' * (at == marked)}>{ware}</td><td>{n}</td></tr>"
        for at, (ware, n) in enumerate(rows)
    ]
    page = _FORM_PAGE.format(
        **values,
        rows="\n".join(lines),
        options="\n".join(f'      <option value="{one}">{one.title()}</option>' for one in options),
    )
    told = values | {
        "cells": ", ".join(f"({ware}; {n})" for ware, n in rows),
        "names": ", ".join(one.title() for one in options),
        "marked": rows[marked][0],
    }
    task = (
        "Write HTML (a whole page or what belongs into its body) with these parts and no other table, form or "
        "drawing:\n\n- the page's header as an element of its own, with a heading of the first level: "
        "{title}\n- the main part of the page as an element of its own, with a table, a form and a drawing\n- "
        "the table: caption `{caption}`; a head of one row with the head cells `{first}` and `{second}`, "
        "each with the "
        'scope "col"; a body with a row of two plain cells for each of {cells}; head and body are marked as '
        "such; the cell "
        "`{marked}` of the first column, and no other, has the class `{mark}`\n- a style sheet inside of the "
        "page: what has the class `{mark}` is {colour} (as a colour's name) and bold\n- the form: sends by "
        "POST to `/{action}`; a field for a number named `{field}` with the id `{field}`, at least {low}, "
        "at most {high}, that must be filled in; a choice named `{choice}` with the id `{choice}` out of "
        "{names} (their values are the same words in lower case); labels `{label}` and `{question}` that "
        "belong to the two by their ids; a button `{send}` that sends the form\n- the drawing: SVG, {size} "
        "wide and {size} high, with one circle in its middle with the radius {r}, filled with {fill} (as a "
        "colour's name, in an attribute)\n- the page's footer as an element of its own: {foot}\n"
    ).format(**told)
    slips = [
        ("a label belongs to no field", f'for="{values["field"]}"', 'for="x"'),
        ("the field may stay empty", " required", ""),
        ("the head has no scope", ' scope="col"', ""),
        ("the style is for an id", f".{names[0]} {{", f"#{names[0]} {{"),
        ("the circle is not in the middle", f'cx="{values["half"]}"', 'cx="0"'),
    ]
    return _instance("form", task.strip(), (values, rows, options, marked), page.strip(), slips)


def _form_wrong(root: Element, truth: object) -> str:
    values, rows, options, marked = cast(tuple[dict[str, str], list[list[str]], list[str], int], truth)
    counts = {tag: len(root.all(tag)) for tag in ("header", "main", "footer", "table", "form", "svg", "caption")}
    off = [f"{count} elements <{tag}>" for tag, count in counts.items() if count != 1]
    if off:
        return f"there must be one each, not {off[0]}"
    checks = (
        _table_wrong(root, values, rows, marked),
        _fields_wrong(root, values, options),
        _looks_wrong(root, values),
    )
    return next((why for why in checks if why), "")


def _table_wrong(root: Element, values: dict[str, str], rows: list[list[str]], marked: int) -> str:
    table = root.all("main")[0].all("table")
    if not table:
        return "the table is not in <main>"
    heads, bodies = table[0].all("thead"), table[0].all("tbody")
    if len(heads) != 1 or len(bodies) != 1:
        return "the table must have one <thead> and one <tbody>"
    cells = heads[0].all("th")
    if [cell.text for cell in cells] != [values["first"], values["second"]]:
        return "the head cells are not the two asked for"
    if any(cell.get("scope").lower() != "col" for cell in cells):
        return "a head cell lacks its scope"
    found = [[cell.text for cell in row.elements] for row in bodies[0].all("tr")]
    if found != rows or any(cell.tag != "td" for row in bodies[0].all("tr") for cell in row.elements):
        return f"the rows of the body must be {rows}, in plain cells, not {str(found)[:200]}"
    classes = [cell.get("class").split() for row in bodies[0].all("tr") for cell in row.elements]
    if [at for at, one in enumerate(classes) if values["mark"] in one] != [2 * marked]:
        return f"the cell {rows[marked][0]} alone must have the class {values['mark']}"
    return "" if table[0].all("caption")[0].text == values["caption"] else "the caption is another one"


def _fields_wrong(root: Element, values: dict[str, str], options: list[str]) -> str:
    form = root.all("form")[0]
    wanted = {"action": f"/{values['action']}", "method": "post"}
    if form.get("action") != wanted["action"] or form.get("method").lower() != "post":
        return f"the form must have {wanted}"
    fields, choices = form.all("input"), form.all("select")
    field = next((one for one in fields if one.get("name") == values["field"]), None)
    if field is None or field.get("id") != values["field"] or field.get("type").lower() != "number":
        return f"there is no field for a number with the name and id {values['field']}"
    if (field.get("min"), field.get("max")) != (values["low"], values["high"]) or "required" not in field.attributes:
        return "the field's bounds are others, or it may stay empty"
    if len(choices) != 1 or (choices[0].get("name"), choices[0].get("id")) != (values["choice"], values["choice"]):
        return f"there must be one choice with the name and id {values['choice']}"
    if [one.get("value") for one in choices[0].all("option") if one.get("value")] != options:
        return f"the values to choose from must be {options}"
    labels = {one.get("for"): one.text.rstrip(":") for one in form.all("label")}
    if labels != {values["field"]: values["label"], values["choice"]: values["question"]}:
        return f"the labels and the ids they belong to are not those asked for: {str(labels)[:200]}"
    sends = [one.text for one in form.all("button") if one.get("type").lower() in {"", "submit"}]
    sends += [one.get("value") for one in fields if one.get("type").lower() == "submit"]
    return "" if sends == [values["send"]] else f"there must be one button {values['send']} that sends"


def _looks_wrong(root: Element, values: dict[str, str]) -> str:
    declared: dict[str, str] = {}
    for condition, selector, one in rules(" ".join(style.text for style in root.all("style"))):
        if not condition and selector.split(" ")[-1].endswith(f".{values['mark']}"):
            declared |= one
    if declared.get("color") != values["colour"] or declared.get("font-weight") not in {"bold", "700"}:
        return f"no rule makes the class {values['mark']} {values['colour']} and bold"
    drawing = root.all("svg")[0]
    sizes = tuple(drawing.get(name).removesuffix("px") for name in ("width", "height"))
    if sizes != (values["size"], values["size"]):
        return f"the drawing must be {values['size']} wide and high"
    circles = drawing.all("circle")
    wanted = {"cx": values["half"], "cy": values["half"], "r": values["r"], "fill": values["fill"]}
    if len(circles) != 1 or {name: circles[0].get(name).lower() for name in wanted} != wanted:
        return f"the drawing must have one circle with {wanted}"
    heads = [one.text for one in root.all("header")[0].all("h1")]
    if heads != [values["title"]] or root.all("footer")[0].text != values["foot"]:
        return "the header's heading or the footer's text is another one"
    return ""


_WRONG: Final[dict[str, Callable[[Element, object], str]]] = {
    "outline": _outline_wrong,
    "form": _form_wrong,
    "chart": chart_wrong,
}


def _chart(random: Random) -> Instance:
    return _instance("chart", *chart(random))


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    kind, truth = cast(tuple[str, object], instance.truth)
    page = block(attempt.answer, "html", "svg", "xml")
    root, complaint = document(page)
    if not root.elements:
        return failed("there is no HTML in the answer")
    why = complaint or _WRONG[kind](root, truth)
    return failed(why) if why else PASSED


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_outline,), "L2": (_form,), "L3": (_chart,)}), _judge
)
