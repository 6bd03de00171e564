"""Make the lists of package names that discovery stands on, from two data sets that packages of PyPI ship.

    pip download --no-deps pigar guarddog        (once, anywhere; nothing of them is run)
    python tools/measure/package_names.py PIGAR.whl GUARDDOG.whl DATE [--skills FOLDER] [--npm LIST]

pigar carries, for each distribution, the modules at the top of its newest wheel, as read from the wheel. GuardDog
carries the most downloaded names of both registries in their order. `--skills` adds distributions that the code of
skills in FOLDER imports and that are not among the most downloaded. `--npm` adds names from a table of npm packages
with downloads a month (name, version, downloads), above a limit that is lower for those that skills name.

The same inputs and DATE give the same bytes.
"""

import argparse
import json
import re
import sqlite3
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from names_in_skills import node_names, python_imports, python_names

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "src" / "skillrt" / "environment" / "data"
_RUN = re.compile(r"[-_.]+")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
# a distribution of the module's own name wins over one that is at most this many times nearer to the top
_OWN_NAME = 4
# downloads a month that make a package of npm known: of any, and of one that skills name
_NPM_OFTEN = 2_500_000
_NPM_NAMED = 5_000


def normal(name: str) -> str:
    """The name of a distribution as indexes compare it."""
    return _RUN.sub("-", name).lower()


def ranked(guarddog: Path, ecosystem: str) -> list[str]:
    """The most used names of `pypi` or `npm`, in order."""
    with zipfile.ZipFile(guarddog) as wheel:
        path = next(name for name in wheel.namelist() if name.endswith(f"top_{ecosystem}_packages.json"))
        return json.loads(wheel.read(path))["packages"]


def modules_by_distribution(pigar: Path) -> dict[str, set[str]]:
    """Modules at the top of each distribution's wheel; empty for one whose wheel pigar could not read."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(pigar) as wheel:
        database = sqlite3.connect(wheel.extract("pigar/.db.sqlite3", folder))
        found: dict[str, set[str]] = {
            normal(name): set() for (name,) in database.execute("select name from distributions")
        }
        query = "select d.name, m.name from distributions d join top_level_module_names m on m.distribution_id = d.id"
        for name, module in database.execute(query):
            if _IDENTIFIER.match(module):
                found[normal(name)].add(module)
        database.close()
    return found


def winners(order: list[str], modules: dict[str, set[str]], curated: dict) -> dict[str, str]:
    """Module -> distribution."""
    rank = {name: place for place, name in enumerate(order, 1)}
    careless = {*curated["careless"], *sys.stdlib_module_names, *curated["namespaces"]}
    found: dict[str, str] = {}
    for name in order:
        for module in modules.get(name, ()):
            if module in careless:
                continue
            best = found.setdefault(module, name)
            if normal(module) == name and rank[name] <= _OWN_NAME * rank[best]:
                found[module] = name
    return found | curated["chosen"] | curated["parts"]


def own_name_missing(
    order: Iterable[str], modules: dict[str, set[str]], found: dict[str, str], curated: dict
) -> set[str]:
    """Distributions whose wheels are known and carry no module of their own name that they win, and those of a name
    that a skill's own modules have. What is in a shared package stands deeper than pigar looks."""
    careless, shared = set(curated["careless"]), set(curated["namespaces"])
    won = {(normal(module), name) for module, name in found.items()}
    return {
        name
        for name in order
        if name in careless or (modules.get(name, set()) - shared - careless and (name, name) not in won)
    }


def write(path: Path, head: str, lines: Iterable[str]) -> None:
    """Write a data file with `head` as its comment."""
    comment = "".join(f"# {line}\n" for line in head.strip().splitlines())
    path.write_text(comment + "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def python_lists(options: argparse.Namespace) -> None:
    """Write python_modules.tsv and python_known.txt."""
    curated = tomllib.loads((HERE / "package_names.toml").read_text(encoding="utf-8"))
    modules = modules_by_distribution(options.pigar)
    order = list(dict.fromkeys(normal(name) for name in ranked(options.guarddog, "pypi")))
    used = set(order)
    for name, module in curated["read_by_hand"].items():
        modules.setdefault(name, set()).add(module)
    verified = {*curated["verified"], *curated["read_by_hand"]} - used
    if unseen := sorted(name for name in verified if not modules.get(name)):
        print(f"left out, no wheel read: {' '.join(unseen)}")
    extra = verified - set(unseen)
    if options.skills:
        imported = python_imports(options.skills)
        named = {normal(word) for word in python_names(options.skills)} - used - set(curated["placeholders"])
        extra |= {name for name in named if modules.get(name, set()) & imported}
    order += sorted(extra)
    found = winners(order, modules, curated)
    plain = own_name_missing(order, modules, found, curated)
    shared = {normal(name) for name in curated["namespaces"]}
    rows = sorted(
        f"{module}\t{name}"
        for module, name in found.items()
        if normal(module) != name or name in shared or "." in module
    )
    rows += [f"{name}.*\t" for name in sorted(curated["namespaces"])]
    write(
        DATA / "python_modules.tsv",
        f"""Import name -> the distribution that provides it, where the two differ. Dated {options.date}.
Source: the modules at the top of the wheels of the distributions in python_known.txt, as recorded by pigar
({options.pigar.name}); where several carry one, the most downloaded, and hand-checked rows
of tools/measure/package_names.toml. A row `name.*` is a package that distributions share.
Made by tools/measure/package_names.py.""",
        rows,
    )
    write(
        DATA / "python_known.txt",
        f"""Known distributions, most downloaded first, then those that published skills import. Dated {options.date}.
`-` behind a name: its wheel has no module of that name.
Source: the most downloaded of PyPI as in {options.guarddog.name}; the rest by the contents
of their wheels ({options.pigar.name}). Made by tools/measure/package_names.py.""",
        (f"{name} -" if name in plain else name for name in order),
    )
    print(f"{len(order)} distributions ({len(used)} by downloads), {len(rows)} rows of modules")


def node_list(options: argparse.Namespace) -> None:
    """Write node_known.txt."""
    order = list(dict.fromkeys(ranked(options.guarddog, "npm")))
    used = len(order)
    if options.npm:
        with options.npm.open(encoding="utf-8") as lines:
            rows = (line.split("\t", 3) for line in lines)
            counted = {row[0]: int(row[2]) for row in rows if row[2].isdigit()}
        named = node_names(options.skills) if options.skills else frozenset[str]()
        limits = {name: _NPM_NAMED if name in named else _NPM_OFTEN for name in counted}
        rest = sorted(counted.keys() - set(order), key=lambda name: (-counted[name], name))
        order += [name for name in rest if counted[name] >= limits[name]]
    write(
        DATA / "node_known.txt",
        f"""Known packages of npm, the most used first, then those that published skills name. Dated {options.date}.
Source: the most used as in {options.guarddog.name}; the rest had at least {_NPM_OFTEN}
downloads a month, or {_NPM_NAMED} and published skills name them. Made by tools/measure/package_names.py.""",
        order,
    )
    print(f"{len(order)} packages of npm ({used} by use)")


def main() -> None:
    """Make all three from the files that the command line names."""
    parser = argparse.ArgumentParser(description="Make the lists of package names.")
    parser.add_argument("pigar", type=Path)
    parser.add_argument("guarddog", type=Path)
    parser.add_argument("date")
    parser.add_argument("--skills", type=Path)
    parser.add_argument("--npm", type=Path)
    options = parser.parse_args()
    python_lists(options)
    node_list(options)


if __name__ == "__main__":
    main()
