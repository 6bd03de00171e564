"""L3: a bar chart in SVG with exact places, in a page that suits small screens and screen readers."""

import re
from random import Random
from typing import Final, cast

import msgspec

from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES
from skillrt.primitives.probing_parts.markup import Element, rules


class Chart(msgspec.Struct, frozen=True):
    """`bars`: x, y, width, height of each, and its label; `cards` are the headings beside it."""

    title: str
    about: str
    width: int
    height: int
    bars: tuple[tuple[int, int, int, int, str], ...]
    line: tuple[int, int]
    cards: tuple[str, ...]
    columns: int
    below: int
    mark: str


_PAGE: Final = """
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
.{mark} {{ display: grid; grid-template-columns: repeat({columns}, 1fr); gap: 1rem; }}
svg {{ max-width: 100%; }}
@media (max-width: {below}px) {{
  .{mark} {{ grid-template-columns: 1fr; }}
}}
</style>
</head>
<body>
<main>
<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="chart-title chart-about">
  <title id="chart-title">{title}</title>
  <desc id="chart-about">{about}</desc>
{bars}
  <line x1="0" y1="{at}" x2="{width}" y2="{at}" stroke="black"/>
{labels}
</svg>
<div class="{mark}">
{cards}
</div>
</main>
</body>
</html>
"""
_COUNTS: Final = {2: "two", 3: "three", 4: "four"}


def chart(random: Random) -> tuple[str, Chart, str, list[tuple[str, str, str]]]:
    """The task, what must be there, a page that has it, and slips."""
    count, wide, gap = random.randint(4, 6), random.randint(3, 6) * 10, random.randint(1, 3) * 10
    scale = random.choice((2, 3))
    values = [random.randint(5, 40) for _ in range(count)]
    labels = random.sample([ware for ware in WARES if len(ware) < 7], count)
    height, width = 45 * scale, gap + count * (wide + gap)
    goal = random.randint(10, 35)
    bars = tuple(
        (gap + at * (wide + gap), height - value * scale, wide, value * scale, label)
        for at, (value, label) in enumerate(zip(values, labels, strict=True))
    )
    place, cards = random.choice(PLACES), tuple(random.sample(COLOURS, 3))
    made = Chart(
        f"Stock in {place}",
        f"Bars for {count} wares, the goal is {goal}",
        width,
        height,
        bars,
        (height - goal * scale, goal),
        cards,
        random.randint(2, 4),
        random.choice((480, 600, 720, 800)),
        random.choice(("cards", "tiles", "panels")),
    )
    listed = ", ".join(f"{label} {value}" for label, value in zip(labels, values, strict=True))
    task = (
        "Write a whole HTML page with a bar chart drawn in SVG by hand (no script) and some cards.\n\n- The page "
        "is in English and says so; it tells small screens to use their own width; its title is "
        f"`{made.title}`.\n- The drawing is exactly one inline SVG with the view box `0 0 {width} {height}` and "
        f"without width and height attributes, so that it adapts. Values: {listed}. Each value has one `rect`, in "
        f"this order and no other `rect`: the first bar begins {gap} from the left, each is {wide} wide, between "
        f"neighbours there are {gap}; bars stand on the lower edge of the view box and are {scale} high for each "
        "unit. For each bar there is one `text` with its word, centred over the middle of its bar (`text-anchor` "
        f"middle as an attribute, `x` in the middle). One `line` shows the goal of {goal} over the whole width. "
        "There is no other `text` or `line`, the texts stand in the order of the bars, and nothing is moved by a "
        "transform.\n- Screen readers meet the drawing as one image: the role for that, and a name and "
        f"description by reference to elements inside of the SVG: its title element (`{made.title}`) and its desc "
        f"element (`{made.about}`), in this order, in one attribute aria-labelledby.\n- Beside it, an element with "
        f"the class `{made.mark}` holds one `section` for each of {', '.join(cards)}, and nothing else: each with "
        "a heading of the second level with that word, and labelled by that heading (aria-labelledby). There is "
        f"no other `section`.\n- A style sheet in the page lays `.{made.mark}` out as a grid of "
        f"{_COUNTS[made.columns]} columns of equal width (repeat and 1fr); on screens of at most {made.below}px "
        "(max-width in a media query) it has one column of 1fr."
    )
    page = _page(made)
    slips = [
        ("bars hang from the top", f'y="{bars[1][1]}" width', 'y="0" width'),
        ("the image has no name", ' aria-labelledby="chart-title chart-about"', ""),
        (
            "it does not adapt to small screens",
            f"@media (max-width: {made.below}px)",
            f"@media (min-width: {made.below}px)",
        ),
        ("the drawing has a fixed width", "<svg viewBox", f'<svg width="{width}" viewBox'),
        ("a card is labelled by nothing", f'aria-labelledby="card-{cards[1]}"', 'aria-labelledby="card"'),
        ("the goal lies too high", f'y2="{made.line[0]}"', f'y2="{made.line[0] - scale}"'),
    ]
    return task, made, page, slips


def _page(made: Chart) -> str:
    bars = [f'  <rect x="{x}" y="{y}" width="{w}" height="{h}"/>' for x, y, w, h, _ in made.bars]
    labels = [
        f'  <text x="{x + w // 2}" y="{max(y - 2, 5)}" text-anchor="middle">{label}</text>'
        for x, y, w, _, label in made.bars
    ]
    cards = [
        f'  <section aria-labelledby="card-{one}"><h2 id="card-{one}">{one}</h2></section>' for one in made.cards
    ]
    return _PAGE.format(
        **{"title": made.title, "about": made.about, "width": made.width, "height": made.height, "at": made.line[0]},
        **{"mark": made.mark, "columns": made.columns, "below": made.below, "bars": "\n".join(bars)},
        **{"labels": "\n".join(labels), "cards": "\n".join(cards)},
    ).strip()


def chart_wrong(root: Element, truth: object) -> str:
    """What is wrong with a page; empty where nothing is."""
    made = cast(Chart, truth)
    drawings = root.all("svg")
    if len(drawings) != 1:
        return f"there must be one drawing, not {len(drawings)}"
    checks = (
        _head_wrong(root, made),
        _named_wrong(drawings[0], made),
        _bars_wrong(drawings[0], made),
        _cards_wrong(root, made),
        _layout_wrong(root, made),
    )
    return next((why for why in checks if why), "")


def _head_wrong(root: Element, made: Chart) -> str:
    pages = root.all("html")
    if len(pages) != 1 or not pages[0].get("lang").lower().startswith("en"):
        return "the page does not say that it is in English"
    if not any(
        one.get("name") == "viewport" and "width=device-width" in one.get("content") for one in root.all("meta")
    ):
        return "the page does not tell small screens to use their own width"
    drawn = [one for drawing in root.all("svg") for one in drawing.all("title")]
    titles = [one.text for one in root.all("title") if not any(one is other for other in drawn)]
    return "" if titles == [made.title] else f"the page's title must be {made.title}"


def _named_wrong(drawing: Element, made: Chart) -> str:
    if drawing.get("role").lower() != "img":
        return "the drawing is no image to screen readers"
    inside = {one.get("id"): one for one in drawing.walk() if one.get("id")}
    named = [inside.get(name) for name in drawing.get("aria-labelledby").split()]
    found = [(one.tag, one.text) for one in named if one is not None]
    wanted = [("title", made.title), ("desc", made.about)]
    return "" if found == wanted and len(named) == 2 else "the drawing is not named by its title and its description"


def _bars_wrong(drawing: Element, made: Chart) -> str:
    if [float(cell) for cell in _numbers(drawing.get("viewbox"))] != [0, 0, made.width, made.height]:
        return f"the view box must be 0 0 {made.width} {made.height}"
    if drawing.get("width") or drawing.get("height"):
        return "the drawing has a fixed width or height"
    found = [tuple(_value(one.get(name)) for name in ("x", "y", "width", "height")) for one in drawing.all("rect")]
    wanted = [bar[:4] for bar in made.bars]
    if found != wanted:
        return f"the bars (x, y, width, height) must be {wanted}, not {str(found)[:300]}"
    labels = [(_value(one.get("x")), one.get("text-anchor"), one.text) for one in drawing.all("text")]
    centred = [(x + w / 2, "middle", label) for x, _, w, _, label in made.bars]
    if labels != centred:
        return f"the labels (x, anchor, word) must be {centred}, not {str(labels)[:300]}"
    lines = [tuple(_value(one.get(name)) for name in ("x1", "y1", "x2", "y2")) for one in drawing.all("line")]
    goal = (0, made.line[0], made.width, made.line[0])
    turned = (goal[2], goal[1], goal[0], goal[3])
    return "" if lines in ([goal], [turned]) else f"the line (x1, y1, x2, y2) must be {goal}, not {str(lines)[:200]}"


def _cards_wrong(root: Element, made: Chart) -> str:
    holders = [one for one in root.walk() if made.mark in one.get("class").split()]
    if len(holders) != 1:
        return f"there must be one element with the class {made.mark}"
    sections = holders[0].elements
    if [one.tag for one in sections] != ["section"] * len(made.cards) or len(root.all("section")) != len(sections):
        return (
            f"the element {made.mark} must hold {len(made.cards)} sections and nothing else, and there are no others"
        )
    for card, word in zip(sections, made.cards, strict=True):
        heads = card.all("h2")
        if [one.text for one in heads] != [word]:
            return f"the card {word} must have it as its heading of the second level"
        if not heads[0].get("id") or card.get("aria-labelledby") != heads[0].get("id"):
            return f"the card {word} is not labelled by its heading"
    ids = [one.get("id") for one in root.walk() if one.get("id")]
    return "" if len(set(ids)) == len(ids) else "an id is used twice"


def _layout_wrong(root: Element, made: Chart) -> str:
    wide: dict[str, str] = {}
    small: dict[str, str] = {}
    for condition, selector, one in rules(" ".join(style.text for style in root.all("style"))):
        if selector.split(" ")[-1].endswith(f".{made.mark}"):
            plain = condition.replace(" ", "")
            wide |= one if not condition else {}
            small |= one if plain.startswith("@media") and f"(max-width:{made.below}px)" in plain else {}
    tracks = [re.sub(r"\s", "", side.get("grid-template-columns", "")) for side in (wide, small)]
    even = (f"repeat({made.columns},1fr)", f"repeat({made.columns},minmax(0,1fr))")
    if wide.get("display") != "grid" or tracks[0] not in even:
        return f".{made.mark} must be a grid of {made.columns} equal columns"
    if tracks[1] not in {"1fr", "repeat(1,1fr)", "minmax(0,1fr)", "repeat(1,minmax(0,1fr))"}:
        return f".{made.mark} must have one column up to {made.below}px"
    return ""


def _numbers(text: str) -> list[str]:
    return re.findall(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", text[:200])


def _value(text: str) -> float | None:
    """A coordinate, with or without `px`."""
    plain = text.strip().removesuffix("px")
    return float(plain) if re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", plain) else None
