"""Shell scripts that are run on hidden input: plain commands, pipes and loops, sed, awk, functions."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Final

import msgspec

from skillrt.primitives.probing import Instance, Probe
from skillrt.primitives.probing_parts.coding import Work, coded, judge, shown
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, code, one_of
from skillrt.primitives.probing_parts.running import Trial

_ID: Final = "gen.code.shell"
_RUN: Final = (
    "It is run by bash on Linux in the current folder, in the locale C.UTF-8, with the usual programs of GNU and "
    "POSIX; other languages (Python, Perl, ...) may not be called."
)


def _work(trials: Sequence[Trial]) -> Work:
    return Work(("sh", "bash", "shell"), "solution.sh", ("bash", "solution.sh"), tuple(trials))


class _Job(msgspec.Struct, frozen=True):
    """One plain command: the task in words, the command, a near miss of it; what it prints, makes and takes away."""

    asks: str
    command: str
    slip: tuple[str, str]
    prints: str = ""
    makes: dict[str, str] = {}
    gone: tuple[str, ...] = ()


def _jobs(random: Random, files: dict[str, str]) -> list[_Job]:
    """Jobs that do not stand in each other's way: each has a file of its own."""
    one, two, three, four, five, six = files
    folder, deep = random.choice(PLACES).lower(), random.choice(COLOURS)
    count = random.randint(2, 4)
    lines = files[four].splitlines(keepends=True)
    word = files[five].split()[0]
    held = sum(word in line for line in files[five].splitlines())
    return [
        _Job(
            f"copy `{one}` to `copy-{one}` and leave the original where it is",
            f"cp {one} copy-{one}",
            ("cp ", "mv "),
            makes={one: files[one], f"copy-{one}": files[one]},
        ),
        _Job(
            f"rename `{two}` to `old-{two}`",
            f"mv {two} old-{two}",
            ("mv ", "cp "),
            makes={f"old-{two}": files[two]},
            gone=(two,),
        ),
        _Job(
            f"make the folder `{folder}/{deep}` (neither part of it exists) and move `{three}` into it",
            f"mkdir -p {folder}/{deep}\nmv {three} {folder}/{deep}/",
            (f"{folder}/{deep}/", f"{folder}/"),
            makes={f"{folder}/{deep}/{three}": files[three]},
            gone=(three,),
        ),
        _Job(
            f"print the last {count} lines of `{four}`",
            f"tail -n {count} {four}",
            ("tail", "head"),
            prints="".join(lines[-count:]),
        ),
        _Job(
            f"print how many lines of `{five}` contain `{word}`, upper and lower case told apart",
            f"grep -c {word} {five}",
            ("grep -c", "grep -ci"),
            prints=f"{held}\n",
        ),
        _Job(
            f"print the lines of `{six}`, which are whole numbers, by their value, smallest first",
            f"sort -n {six}",
            ("sort -n", "sort"),
            prints="".join(f"{value}\n" for value in sorted(map(int, files[six].split()))),
        ),
    ]


def _commands(random: Random) -> Instance:
    names = [f"{ware}.txt" for ware in random.sample(WARES, 6)]
    picked = sorted(random.sample(range(6), 4))
    trials: list[Trial] = []
    jobs: list[_Job] = []
    choices = random.getrandbits(64)
    for number in range(2):
        files = {name: "".join(f"{code(random)}\n" for _ in range(6)) for name in names}
        word = f"{Random(choices).choice(WARES)}"
        lines = [word, f"{word}s {number}", word.upper(), "none", f"a {word} {random.randint(1, 9)}", word.title()]
        files[names[4]] = "".join(f"{line}\n" for line in lines)
        values = [9, 10, 101, 11, *random.sample(range(12, 99), 3)]
        random.shuffle(values)
        files[names[5]] = "".join(f"{value}\n" for value in values)
        jobs = [_jobs(Random(choices), files)[at] for at in picked]
        makes = {path: text for job in jobs for path, text in job.makes.items()}
        prints = "".join(job.prints for job in jobs)
        trials.append(Trial(f"input {number + 1}", files, prints, makes, tuple(p for job in jobs for p in job.gone)))
    told = "\n".join(f"{at}. {job.asks}" for at, job in enumerate(jobs, 1))
    task = (
        f"Write a shell script of plain commands that does this, in this order:\n\n{told}\n\nIt prints no more. "
        f"{_RUN}"
    )
    slips = [(f"job {at}: {job.slip[1].strip()}", *job.slip) for at, job in enumerate(jobs, 1)]
    return coded(task, _work(trials), "\n".join(job.command for job in jobs) + "\n", slips)


_TOP = """
grep -v '{skip}' {file} | cut -d '{cut}' -f {field} | sort | uniq -c | sort -k1,1nr -k2,2 | head -n {top} > {out}
wc -l < {out}
"""


def _top(random: Random) -> Instance:
    file, out = f"{random.choice(WARES)}.log", f"top-{random.randint(10, 99)}.txt"
    cut, field, top, skip = random.choice(";:|"), random.randint(2, 4), random.randint(3, 4), random.choice(PLACES)
    wares = random.sample(WARES, 7)

    def text(counts: Sequence[int]) -> str:
        rows: list[str] = []
        for ware, count in zip(wares, counts, strict=True):
            for _ in range(count):
                cells = [code(random) for _ in range(5)]
                cells[field - 1] = ware
                rows.append(cut.join(cells))
        rows += [cut.join([skip, *[wares[0]] * 4])] * 9
        random.shuffle(rows)
        return "".join(f"{row}\n" for row in rows)

    def makes(text: str) -> str:
        counts = Counter(line.split(cut)[field - 1] for line in text.splitlines() if skip not in line)
        best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
        return "".join(f"{count} {ware}\n" for ware, count in best)

    texts = [text((5, 3, 1, 2, 4, 1, 1)), text((2, 2, 2, 2, 2, 2, 10)), text((11, 9, 9, 2, 1, 1, 1))]
    task = (
        f"Write a shell script that reads `{file}`. Its lines have 5 cells cut by `{cut}`; no cell is empty or "
        f"holds blanks. Leave out lines that contain `{skip}` anywhere. Count how often each value of cell {field} "
        f"(the first is 1) occurs. Write the {top} most frequent to `{out}`, most frequent first, among equals by "
        f"the value in ascending order: each line the count, then the value. Print the number of lines of `{out}`, "
        f"nothing else. Blanks before and between words count nothing. {_RUN}\n\nExample: where `{file}` holds\n"
        + "".join(f"    {line}\n" for line in texts[0].splitlines())
        + f"`{out}` becomes\n"
        + "".join(f"    {line}\n" for line in makes(texts[0]).splitlines())
    )
    trials = [
        Trial(f"input {at}", {file: one}, f"{makes(one).count(chr(10))}\n", {out: makes(one)}, loose=True)
        for at, one in enumerate(texts, 1)
    ]
    source = _TOP.format(file=file, out=out, cut=cut, field=field, top=top, skip=skip)
    slips = [
        ("the rarest come first", "-k1,1nr", "-k1,1n"),
        ("the next cell is counted", f"-f {field}", f"-f {field + 1}"),
        ("lines that are out count", f"grep -v '{skip}'", "grep -v 'no such line'"),
        ("nothing is written", f"> {out}", f"| tee /dev/null; touch {out}"),
    ]
    return coded(task.strip(), _work(trials), source, slips)


_RENAME = """
mkdir -p {folder}
n=0
for file in *.{old}; do
  [ -e "$file" ] || continue
  if [ "$(wc -l < "$file")" -lt {least} ]; then
    continue
  fi
  n=$((n + 1))
  mv "$file" "{folder}/${{file%.{old}}}.{new}"
  echo "${{file%.{old}}}" >> {out}
done
echo "$n moved"
"""


def _rename(random: Random) -> Instance:
    old, new = random.sample(("txt", "log", "dat", "csv", "md"), 2)
    folder, out, least = random.choice(PLACES).lower(), f"moved-{random.randint(10, 99)}", random.randint(3, 6)
    trials: list[Trial] = []
    for number in range(3):
        wares = sorted(random.sample(WARES, 5))
        names = [wares[0], f"{wares[1]} {wares[2]}", f"{wares[3]}.{old}x", wares[4]]
        sizes = [least, least + random.randint(1, 4), least + 1, least - 1]
        files = {f"{name}.{old}": "x\n" * size for name, size in zip(names, sizes, strict=True)}
        files[f"{wares[0]}.bak"] = "y\n" * 20
        if number == 2:
            files = {f"{wares[0]}.bak": "y\n" * 20, f"short.{old}": "x\n"}
        moved = sorted(name.removesuffix(f".{old}") for name, text in files.items() if _goes(name, text, old, least))
        makes = {f"{folder}/{name}.{new}": files[f"{name}.{old}"] for name in moved}
        stays = {name: text for name, text in files.items() if not _goes(name, text, old, least)}
        told = {out: "".join(f"{name}\n" for name in moved)} if moved else {}
        gone = tuple(f"{name}.{old}" for name in moved)
        trials.append(Trial(f"input {number + 1}", files, f"{len(moved)} moved\n", {**makes, **stays, **told}, gone))
    task = (
        f"Write a shell script that moves each file of the current folder whose name ends in `.{old}` and that has "
        f"at least {least} lines into the folder `{folder}` (make it), where the ending `.{old}` becomes `.{new}`. "
        "Names may contain blanks and further dots; each file ends in a newline. Other files stay. Write the "
        f"names of the moved files without the ending to `{out}`, one a line, sorted as `*` sorts them; where "
        f"nothing is moved, `{out}` may be missing. Print `N moved`, N being how many were moved (perhaps 0), and "
        f"nothing else. {_RUN}"
    )
    values = {"old": old, "new": new, "folder": folder, "out": out, "least": least}
    slips = [
        ("names with blanks are not quoted", 'mv "$file"', "mv $file"),
        ("one line too many is asked for", "-lt", "-le"),
        ("the old ending stays", f'{{file%.{old}}}.{new}"', f'{{file}}.{new}"'),
    ]
    return coded(task, _work(trials), _RENAME.format(**values), slips)


def _goes(name: str, text: str, old: str, least: int) -> bool:
    return name.endswith(f".{old}") and text.count("\n") >= least


_JOIN = """
summary() {{
  awk -F '{cut}' -v least="$1" '
    FNR == NR {{ area[$1] = $2; next }}
    {{ place = ($1 in area) ? area[$1] : "{none}"; n[place]++; sum[place] += $3 }}
    END {{
      for (place in n)
        if (n[place] >= least) printf "%s{cut}%d{cut}%.2f\\n", place, n[place], sum[place] / n[place]
    }}
  ' "$2" "$3"
}}
sed '/^#/d; /^$/d' {first} > first.tmp
sed '/^#/d; /^$/d' {second} > second.tmp
summary {least} first.tmp second.tmp | sort -t '{cut}' -k2,2nr -k1,1 > {out}
"""


def _join(random: Random) -> Instance:
    first, second = f"{random.choice(PLACES).lower()}.csv", f"{random.choice(WARES)}.csv"
    out, cut, none = f"means-{random.randint(10, 99)}.csv", random.choice(";,"), f"No-{random.choice(COLOURS)}"
    least = 2
    trials: list[Trial] = []
    for number in range(3):
        wares, places = random.sample(WARES, 7), random.sample(PLACES, 4)
        areas = {ware: places[at % 3] for at, ware in enumerate(wares[:6])}
        rows = [(random.choice(wares), code(random), random.randint(1, 80) * 4) for _ in range(14)]
        rows += [(wares[at], code(random), 4 * at) for at in (0, 1, 6, 6)]
        sums: dict[str, list[int]] = {}
        for ware, _, value in rows:
            sums.setdefault(areas.get(ware, none), []).append(value)
        areas["never"] = places[3]
        rows.append(("never", code(random), 12))
        told = sorted((-len(found), place, sum(found)) for place, found in sums.items() if len(found) >= least)
        lines = "".join(f"{place}{cut}{-size}{cut}{total / -size:.2f}\n" for size, place, total in told)
        table = "# ware and area\n" + "".join(f"{ware}{cut}{place}\n" for ware, place in areas.items())
        lists = [f"{cut.join(map(str, row))}\n" for row in rows]
        lists.insert(9, f"\n# a remark{cut}x{cut}900\n")
        trials.append(Trial(f"input {number + 1}", {first: table, second: "".join(lists)}, "", {out: lines}))
    task = (
        f"Write a shell script around sed and awk. `{first}` has lines WARE{cut}AREA, `{second}` has lines "
        f"WARE{cut}ID{cut}NUMBER with whole numbers; in both, empty lines and lines that start with `#` are "
        f"skipped, and no cell holds `{cut}` or blanks. For each area, over all lines of `{second}`: how many "
        f"lines belong to it, and the mean of their numbers. Lines whose ware is not in `{first}` belong to an "
        f"area that is written `{none}`. Write `{out}`: for each area with at least {least} lines "
        f"AREA{cut}COUNT{cut}MEAN, the mean with two decimals, most lines first, among equals by the name of the "
        "area in the order of the characters' codes. Print nothing; further files may be left. "
        f"{_RUN}\n\n{shown(trials[0].files, '(nothing)')}\nand `{out}` becomes\n"
        + "\n".join(f"    {line}" for line in trials[0].makes[out].splitlines())
    )
    values = {"cut": cut, "first": first, "second": second, "out": out, "least": least, "none": none}
    slips = [
        ("sorted by name alone", "-k2,2nr -k1,1", "-k1,1"),
        ("remarks are counted", "/^#/d; ", ""),
        ("wares that are not listed are lost", f': "{none}"; n', f': "{none}"; if ($1 in area) n'),
        ("areas with one line are told", f"summary {least}", "summary 1"),
    ]
    return coded(task, _work(trials), _JOIN.format(**values), slips)


_CONFIGURE = """
count() {{ find {folder} -type f -name '*.{kind}' -print0 | xargs -0 grep -l '^{key}={new}$' | wc -l; }}
find {folder} -type f -name '*.{kind}' -print0 |
  xargs -0 sed -i '/^\\[{section}\\]$/,/^\\[/ s/^{key}=.*/{key}={new}/'
echo "$(count) files"
"""


def _configure(random: Random) -> Instance:
    folder, kind, key = random.choice(PLACES).lower(), random.choice(("conf", "ini", "cfg")), random.choice(WARES)
    section, other = random.sample(COLOURS, 2)
    new = str(random.randint(1000, 9999))
    trials: list[Trial] = []
    for number in range(2):
        names = [f"{folder}/{ware}.{kind}" for ware in random.sample(WARES, 3)]
        names[1] = f"{folder}/deep down/in {random.choice(COLOURS)}/a file.{kind}"
        files: dict[str, str] = {}
        makes: dict[str, str] = {}
        for at, name in enumerate([*names, f"{folder}/x.{kind}.bak", f"outside.{kind}"]):
            value = random.randint(10, 999)
            head = f"[{other}]\n{key}={value}\nmode=on\n\n"
            rest = "" if at == 2 and number else f"[{section}]\nmy{key}={value}\n{key}={value + 1}\n# {key}=1\n\n"
            files[name] = f"{head}{rest}[{section}s]\n{key}={value + 2}\n"
            counts = name.startswith(folder) and name.endswith(f".{kind}") and bool(rest)
            changed = rest.replace(f"\n{key}={value + 1}\n", f"\n{key}={new}\n") if counts else rest
            makes[name] = f"{head}{changed}[{section}s]\n{key}={value + 2}\n"
        trials.append(Trial(f"input {number + 1}", files, f"{3 - number} files\n", makes))
    task = (
        f"Write a shell script around find, xargs and sed. It goes through all files below the folder `{folder}`, "
        f"at any depth, whose name ends in `.{kind}`; names may contain blanks. In each it sets `{key}` to {new} "
        f"in the section `[{section}]`: a line that starts with `{key}=` becomes `{key}={new}`. A section starts "
        "with a line that is exactly its name in brackets and ends before the next line that starts with `[` or "
        "at the end of the file. Nothing else in the files changes, and no file outside changes. Where the "
        "section or the line is missing, nothing is added. At the end it prints `N files`, N being the number of "
        f"those files in which a line is now exactly `{key}={new}`; it prints nothing else. {_RUN}"
    )
    values = {"folder": folder, "kind": kind, "key": key, "new": new, "section": section}
    slips = [
        ("other sections change too", f"/^\\[{section}\\]$/,/^\\[/ s", "s"),
        ("names with blanks are taken apart", "-print0 |\n  xargs -0", "|\n  xargs"),
        ("deeper folders are left out", f"find {folder} -type", f"find {folder} -maxdepth 1 -type"),
        ("the start of the line is not minded", f"s/^{key}=.*/{key}", f"s/{key}=.*/{key}"),
    ]
    return coded(task, _work(trials), _CONFIGURE.format(**values), slips)


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(_ID, {"L1": (_commands,), "L2": (_top, _rename), "L3": (_join, _configure)}),
    judge,
)
