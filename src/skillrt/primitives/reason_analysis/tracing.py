"""L3: a wrong value in a log, which comes through several files from one line that disagrees with the docs."""

from random import Random
from typing import Final

import msgspec

from skillrt.primitives.probing_parts.drawing import COLOURS, WARES

_FORMULAS: Final = ("base * factor - cut", "base * factor + cut", "(base - cut) * factor")

_LANGUAGES: Final = {"md": "markdown", "py": "python", "log": "text"}
_LOADER: Final = (
    'import tomllib\n\n\ndef settings(region):\n    with open("defaults.toml", "rb") as handle:\n'
    '        found = tomllib.load(handle)\n    with open("regions.toml", "rb") as handle:\n'
    "        found.update(tomllib.load(handle)[region])\n    return found\n"
)


class Trace(msgspec.Struct, frozen=True):
    """The files by name, in the order shown; what is seen; where the cause is and what must stand there."""

    files: tuple[tuple[str, str], ...]
    languages: dict[str, str]
    symptom: str
    file: str
    line: int
    value: str
    wrong: list[tuple[str, list[str]]]


def trace(random: Random) -> Trace:
    """One of five settings is wrong. Some are overridden in another file, so that their first place has no effect."""
    thing, unit = random.choice(WARES), random.choice(("litres", "boxes", "seconds", "credits"))
    base, factor, cut = random.sample(COLOURS, 3)
    keys = {"base": f"{base}_base", "factor": f"{factor}_factor", "cut": f"{cut}_cut"}
    right = {"base": random.randint(11, 60), "factor": random.randint(3, 9), "cut": random.randint(2, 10)}
    formula = random.choice(_FORMULAS)
    over = random.choice(tuple(keys))  # this one has its effect from the region's file
    cause = random.choice(tuple(keys))
    off = right[cause] + random.choice((-1, 1, 2, 10))
    region = random.choice(("north", "south", "west"))
    others = [name for name in ("north", "south", "west") if name != region]
    effective = {**right, cause: off}
    # what is overridden has another number in the first file: a decoy that changes nothing
    first = {**effective, over: right[over] + random.choice((3, 5, 7))}
    defaults = [(keys[name], first[name]) for name in random.sample(tuple(keys), 3)]
    limit = random.randint(100, 900)
    defaults.insert(random.randint(0, 3), (f"{thing}_limit", limit))
    defaults.insert(random.randint(0, 4), (f"{base}_retries", random.randint(1, 5)))
    default_text = "# settings that hold everywhere, unless a region says otherwise\n" + "".join(
        f"{name} = {value}\n" for name, value in defaults
    )
    regions = {region: effective[over], **{name: right[over] + at for at, name in enumerate(others, 4)}}
    region_text = "# settings of the regions\n"
    for name in ("north", "south", "west"):
        region_text += f'\n[{name}]\n{thing}_colour = "{random.choice(COLOURS)}"\n{keys[over]} = {regions[name]}\n'
    texts = [f"The base is {right['base']}", f"the factor is {right['factor']}", f"the cut is {right['cut']}"]
    docs = (
        f"# The quota of the {thing}\n\nThe quota is {formula}. {', '.join(texts)}; in the region {region}, that "
        f"is.\nOther regions have numbers of their own. The settings are called {', '.join(keys.values())}.\nA "
        f"setting of a region comes before one that holds everywhere. "
        f"A quota of over {limit * 1000} {unit} is cut to that.\n"
    )
    seen, wanted = _value(formula, effective), _value(formula, right)
    files = {
        "docs.md": docs,
        "main.py": _main(thing, unit),
        "quota.py": _quota(thing, keys, formula),
        "loader.py": _LOADER,
        "defaults.toml": default_text,
    }
    files["regions.toml"] = region_text
    files["run.log"] = (
        f"10:02:11 start main.py {region}\n10:02:11 read defaults.toml\n10:02:11 read regions.toml [{region}]\n"
        f"10:02:12 quota of the {thing} in {region}: {seen} {unit}\n"
    )
    file = "regions.toml" if cause == over else "defaults.toml"
    line = _line(files[file], f"{keys[cause]} = {effective[cause]}", region if cause == over else "")
    decoy = _line(default_text, f"{keys[over]} = {first[over]}", "")
    listed = random.sample(list(files.items()), len(files))
    wrong = [
        ("the decoy that is overridden", ["defaults.toml", str(decoy), str(right[over])]),
        ("the file in which the value is used", ["quota.py", "8", str(wanted)]),
        ("the value as it stands there", [file, str(line), str(off)]),
        ("lines are counted from 0", [file, str(line - 1), str(right[cause])]),
    ]
    languages = {name: _LANGUAGES.get(name.split(".")[1], "toml") for name in files}
    symptom = f"For the region {region} the log shows {seen} {unit}, where {wanted} {unit} would be right."
    return Trace(tuple(listed), languages, symptom, file, line, str(right[cause]), wrong)


def _quota(thing: str, keys: dict[str, str], formula: str) -> str:
    """The program that uses the settings."""
    return (
        f"from loader import settings\n\n\ndef {thing}_quota(region):\n    found = settings(region)\n"
        f'    base = found["{keys["base"]}"]\n    factor = found["{keys["factor"]}"]\n    cut = '
        f'found["{keys["cut"]}"]\n    return min({formula}, found["{thing}_limit"] * 1000)\n'
    )


def _main(thing: str, unit: str) -> str:
    """The program that prints."""
    return (
        f"import sys\n\nfrom quota import {thing}_quota\n\nregion = sys.argv[1]\n"
        f'print(f"quota of the {thing} in {{region}}: {{{thing}_quota(region)}} {unit}")\n'
    )


def _value(formula: str, values: dict[str, int]) -> int:
    base, factor, cut = values["base"], values["factor"], values["cut"]
    return {
        _FORMULAS[0]: base * factor - cut,
        _FORMULAS[1]: base * factor + cut,
        _FORMULAS[2]: (base - cut) * factor,
    }[formula]


def _line(text: str, line: str, section: str) -> int:
    """The number of the line, after the head of the section where one is named."""
    lines = text.split("\n")
    start = lines.index(f"[{section}]") if section else 0
    return lines.index(line, start) + 1
