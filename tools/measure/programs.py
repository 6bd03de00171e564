"""Make the table of programs and the packages that have them.

    python tools/measure/programs.py DEBIAN BREW DATE --skills FOLDER

DEBIAN is text of Debian's index of file lists (`Contents-amd64` and `Contents-all` of the main component, unpacked,
one after the other; `apt-get indextargets` says where they are where apt-file is installed). BREW is Homebrew's list
of executables (the file `executables.txt` of its command-not-found tap, which has a row for each formula). Programs
that the shell text of skills in FOLDER runs get a row where one of the two, or programs.toml, knows them.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from names_in_skills import programs_run

HERE = Path(__file__).resolve().parent
TABLE = HERE.parents[1] / "src" / "skillrt" / "environment" / "data" / "programs.tsv"
_FILE = re.compile(r"(?:usr/)?s?bin/([^/\s]+)\s+(\S+)\Z")
# parts of packages that no user asks for: another interpreter's twin, a build for tests
_BESIDE = re.compile(
    r"-(?:dbg|dev|doc|minimal|compat|common|tests?|nox|gtk3?|qt|legacy|experimental)\Z|\A(?:busybox|9base|fake)"
)


def debian(path: Path) -> dict[str, set[str]]:
    """Program -> the packages that have it on the search path."""
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if match := _FILE.match(line.strip()):
                packages = {name.rpartition("/")[2] for name in match.group(2).split(",")}
                found.setdefault(match.group(1), set()).update(packages)
    return found


def homebrew(path: Path) -> dict[str, set[str]]:
    """Program -> the formulae that have it."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        formula, _, programs = line.partition(":")
        for program in programs.split():
            found.setdefault(program, set()).add(formula.partition("(")[0])
    return found


def chosen(program: str, packages: set[str]) -> str:
    """The one of `packages` that is meant: of the program's own name, the only one, or the only one that is no side
    dish; '' where that leaves a choice."""
    if program in packages:
        return program
    plain = {name for name in packages if not _BESIDE.search(name)} or packages
    plain = {name for name in plain if "@" not in name} or plain
    if len(plain) == 1:
        return plain.pop()
    near = sorted(name for name in plain if name.startswith(program) or program.startswith(name))
    return near[0] if len(near) == 1 else ""


def main() -> None:
    """Write the table from the files that the command line names."""
    parser = argparse.ArgumentParser(description="Make the table of programs.")
    parser.add_argument("debian", type=Path)
    parser.add_argument("brew", type=Path)
    parser.add_argument("date")
    parser.add_argument("--skills", type=Path, required=True)
    options = parser.parse_args()
    curated = tomllib.loads((HERE / "programs.toml").read_text(encoding="utf-8"))
    indexes = (("apt", debian(options.debian)), ("brew", homebrew(options.brew)), ("winget", dict[str, set[str]]()))
    wanted = set(programs_run(options.skills)).union(*(curated[name] for name, _ in indexes))
    rows: list[str] = []
    for program in sorted(wanted):
        cells = [curated[name].get(program) or chosen(program, index.get(program, set())) for name, index in indexes]
        if any(cells):
            rows.append("\t".join((program, *cells)))
    head = f"""# Program -> its package in Debian 12 (apt), Homebrew (brew) and winget. Dated {options.date}.
# Source: Debian's index of file lists for bookworm, Homebrew's list of executables, and for winget and where several
# packages have the program, tools/measure/programs.toml. Made by tools/measure/programs.py for what skills run.
"""
    TABLE.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="\n")
    print(f"{len(rows)} programs of {len(wanted)}")


if __name__ == "__main__":
    main()
