"""Pictures to be looked at: one shape, writing in one of several boxes, several pictures that are compared."""

from random import Random
from typing import Final, cast

from skillrt.primitives.probing import PASSED, Attempt, Instance, Probe, Step, Verdict, failed
from skillrt.primitives.probing_parts.acting import misses, one_by_one, programs_on, says
from skillrt.primitives.probing_parts.answers import BY_LINE, MARK, items, last_line
from skillrt.primitives.probing_parts.drawing import PLACES, listed, one_of
from skillrt.primitives.probing_parts.pictures import Picture, width_of

_ID: Final = "see.image"
_COLOURS: Final = ("red", "green", "blue", "yellow", "orange", "purple", "grey", "black")
_SHAPES: Final = ("circle", "square", "triangle", "cross", "ring")
_LETTERS: Final = "ACDEFHJKLMNPRTUXY"
_DIGITS: Final = "34679"
_LOOK: Final = "Look with your own eyes, by the tool that shows images or reads files; run no program for it."


def _look(path: str) -> Step:
    return Step("image.view", {"path": path})


def _draw(picture: Picture, shape: str, x: int, y: int, radius: int, colour: str) -> None:
    if shape == "square":
        picture.box(x - radius, y - radius, 2 * radius, 2 * radius, colour)
        return
    {"circle": picture.disc, "triangle": picture.triangle, "cross": picture.cross, "ring": picture.ring}[shape](
        x, y, radius, colour
    )


def _name(random: Random) -> str:
    return f"{random.choice(PLACES).lower()}-{random.randint(100, 999)}"


def _shape(random: Random) -> Instance:
    path = f"{_name(random)}.png"
    shapes, colours = random.sample(_SHAPES, 2), random.sample(_COLOURS, 2)
    picture = Picture(240, 240)
    radius = random.randint(36, 60)
    x, y = random.randint(radius + 8, 232 - radius), random.randint(radius + 8, 232 - radius)
    _draw(picture, shapes[0], x, y, radius, colours[0])
    task = (
        f"On the picture `{path}` in your workspace there is one shape on white ground. {_LOOK} Which shape is it: "
        f"{', '.join(_SHAPES[:-1])} or {_SHAPES[-1]}? And which colour has it: {', '.join(_COLOURS[:-1])} or "
        f"{_COLOURS[-1]}? {BY_LINE} The result is the colour, a comma, and the shape."
    )
    right = says(f"{colours[0]}, {shapes[0]}", [_look(path)])
    wrong = {
        "another shape": says(f"{colours[0]}, {shapes[1]}", [_look(path)]),
        "another colour": says(f"{colours[1]}, {shapes[0]}", [_look(path)]),
        "nothing is seen": says("the picture cannot be shown"),
    }
    return Instance(task, [colours[0], shapes[0]], right, misses(right, wrong), {path: picture.png()})


def _writing(random: Random) -> Instance:
    path = f"{_name(random)}.png"
    colours = random.sample(_COLOURS, 4)
    texts = ["".join(random.choice(_LETTERS if at % 2 else _LETTERS + _DIGITS) for at in range(5)) for _ in colours]
    picture = Picture(420, 300)
    scale = 5
    for at, (colour, text) in enumerate(zip(colours, texts, strict=True)):
        left, top = 8 + 206 * (at % 2) + random.randint(0, 6), 10 + 146 * (at // 2) + random.randint(0, 8)
        picture.frame(left, top, 190, 120, colour)
        inside = (190 - width_of(text, scale)) // 2
        picture.sign(left + inside, top + random.randint(20, 60), text, scale, "black")
    asked = random.randrange(4)
    corner = ("upper left", "upper right", "lower left", "lower right")[asked]
    where = random.choice((f"the box with the {colours[asked]} frame", f"the {corner} box"))
    task = (
        f"On the picture `{path}` in your workspace there are four boxes with frames of different colours; in each "
        f"stand five signs, capital letters and digits. {_LOOK} What stands in {where}? {BY_LINE} The result is the "
        "five signs, without blanks."
    )
    text = texts[asked]
    right = says(text, [_look(path)])
    swapped = text[:2] + text[3] + text[2] + text[4]
    wrong = {
        "another box": says(texts[(asked + 1) % 4], [_look(path)]),
        "a sign too few": says(text[:-1], [_look(path)]),
        "two signs are swapped": says(swapped if swapped != text else text[::-1], [_look(path)]),
        "nothing is seen": says("the picture cannot be shown"),
    }
    kept = {what: one for what, one in wrong.items() if one.answer != right.answer}
    return Instance(task, [text.lower()], right, misses(right, kept), {path: picture.png()})


def _compared(random: Random) -> Instance:
    paths = [f"{_name(random)}-{letter}.png" for letter in "abc"]
    colour, other, third = random.sample(_COLOURS, 3)
    counts = random.sample(range(3, 9), 3)
    bars = random.sample(range(40, 201, 32), 3)
    files: dict[str, bytes] = {}
    for path, count, bar in zip(paths, counts, bars, strict=True):
        picture = Picture(320, 300)
        cells = random.sample(range(20), count + random.randint(3, 6))
        for at, cell in enumerate(cells):
            shade = colour if at < count else random.choice((other, third))
            picture.disc(28 + 48 * (cell % 5), 32 + 64 * (cell // 5), random.randint(13, 18), shade)
        picture.box(272, 280 - bar, 30, bar, "grey" if "grey" not in (colour, other, third) else "black")
        files[path] = picture.png()
    order = [paths[at] for at in sorted(range(3), key=lambda at: bars[at])]
    most = paths[counts.index(max(counts))]
    task = (
        f"The pictures {listed([f'`{path}`' for path in paths])} in your workspace show discs of several colours "
        "and, at the right edge, one upright bar that begins near the bottom. "
        f"{_LOOK} How many {colour} discs are on the three pictures together, which picture has the most of them, "
        "and in which order are the pictures when you sort them by the height of their bar, the lowest first? "
        f"{BY_LINE} The result is the number, the picture with the most, and the three pictures in their order, all "
        f"with commas between them, such as `9, {paths[1]}, {paths[2]}, {paths[0]}, {paths[1]}`."
    )
    total = sum(counts)

    def told(number: int, best: str, ordered: list[str]) -> str:
        return ", ".join([str(number), best, *ordered])

    looks = one_by_one(_look(path) for path in paths)
    least = paths[counts.index(min(counts))]
    right = says(told(total, most, order), *looks)
    wrong = {
        "one disc is overlooked": says(told(total - 1, most, order), *looks),
        "the picture with the fewest": says(told(total, least, order), *looks),
        "two bars are taken for each other": says(told(total, most, [order[1], order[0], order[2]]), *looks),
        "the highest first": says(told(total, most, order[::-1]), *looks),
    }
    return Instance(task, told(total, most, order).split(", "), right, misses(right, wrong), files)


def _judge(instance: Instance, attempt: Attempt) -> Verdict:
    said = last_line(attempt.answer)
    if said is None:
        return failed(f"no line starts with {MARK}")
    truth = cast("list[str]", instance.truth)
    if [word.lower().replace(" ", "") for word in items(said)] != truth:
        return failed(f"the result is {', '.join(truth)}, not {said[:160]!r}")
    why = programs_on(attempt, instance.files)
    return failed(why) if why else PASSED


PROBE: Final = Probe(
    _ID, "2026-11-28", "answer", one_of(_ID, {"L1": (_shape,), "L2": (_writing,), "L3": (_compared,)}), _judge
)
