"""Programs in Python that are run on hidden input: plain syntax, the standard library, libraries from outside it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Final

from skillrt.primitives.gen_code_python.libraries import pages, picture, workbook
from skillrt.primitives.probing import Instance, Probe
from skillrt.primitives.probing_parts.coding import Work, coded, judge, shown
from skillrt.primitives.probing_parts.drawing import WARES, one_of
from skillrt.primitives.probing_parts.running import Trial

_ID: Final = "gen.code.python"
_NAMES: Final = ("an ordinary file", "another file", "a file with every special case")


def _work(trials: Sequence[Trial]) -> Work:
    return Work(("python", "py", "python3"), "solution.py", ("python3", "solution.py"), tuple(trials))


_LEDGER = """
totals = {{}}
with open("{file}", encoding="utf-8") as handle:
    for line in handle:
        line = line.strip()
        if not line or line.startswith("{mark}"):
            continue
        name, count = line.split("{cut}")
        name = name.strip()
        totals[name] = totals.get(name, 0) + int(count)
for name in totals:
    if totals[name] >= {least}:
        print(f"{{name}}={{totals[name]}}")
print("total", sum(totals.values()))
"""


def _ledger(random: Random) -> Instance:
    cut, mark, least = random.choice(";|:"), random.choice("#%!"), random.randint(10, 25)
    file = f"{random.choice(WARES)}-{random.randint(10, 99)}.txt"
    wares = random.sample(WARES, 5)

    def text(special: bool) -> str:
        rows = [f"{ware}{cut}{random.randint(4, 19)}" for ware in [*wares[:4], *random.choices(wares, k=4)]]
        low = [f"{wares[4]} {cut} 40", f"  {wares[0]} {cut}  -2", "", f"{mark} {wares[1]}{cut}99"] if special else []
        edge = [f"level{cut}{least}"] if special else []
        return "\n".join([*rows, *low, f"{mark}closed", *edge]) + "\n"

    def prints(text: str) -> str:
        totals: dict[str, int] = {}
        for line in text.splitlines():
            if line.strip() and not line.startswith(mark):
                name, _, count = line.partition(cut)
                totals[name.strip()] = totals.get(name.strip(), 0) + int(count)
        kept = [f"{name}={total}\n" for name, total in totals.items() if total >= least]
        return "".join(kept) + f"total {sum(totals.values())}\n"

    texts = [text(False), text(False), text(True)]
    task = (
        f"Write a program in Python (no imports are needed) that reads `{file}` in the current folder. Each line "
        f"holds a name, `{cut}` and a whole number that may be negative; blanks around either count nothing. Empty "
        f"lines and lines that start with `{mark}` are skipped. Add up the numbers of each name. Print `NAME=SUM` "
        f"for each name whose sum is at least {least}, in the order in which the names first appear, then a last "
        "line `total N`, N being the sum over all names, those not printed "
        f"included.\n\n{shown({file: texts[0]}, prints(texts[0]))}"
    )
    trials = [Trial(name, {file: one}, prints(one)) for name, one in zip(_NAMES, texts, strict=True)]
    source = _LEDGER.format(file=file, mark=mark, cut=cut, least=least)
    slips = [
        ("more than the least is asked for", ">=", ">"),
        ("names are sorted", "in totals:", "in sorted(totals, reverse=True):"),
        ("blanks stay at the names", "name = name.strip()", "pass"),
    ]
    return coded(task, _work(trials), source, slips)


_RUNS = """
values = [int(line) for line in open("{file}").read().split()]
best = (0, 0)
start = 0
for at in range(1, len(values) + 1):
    if at == len(values) or values[at] {step} values[at - 1]:
        if at - start > best[1]:
            best = (start, at - start)
        start = at
with open("{out}", "w") as handle:
    handle.write(f"{{best[0] + 1}} {{best[1]}}\\n")
    handle.write(" ".join(str(value) for value in values[best[0] : best[0] + best[1]]) + "\\n")
"""


def _runs(random: Random) -> Instance:
    rising = random.random() < 0.5
    file, out = f"{random.choice(WARES)}.txt", f"run-{random.randint(10, 99)}.txt"

    def makes(values: list[int]) -> str:
        runs = [[0]]
        for at in range(1, len(values)):
            up = values[at] > values[at - 1] if rising else values[at] < values[at - 1]
            if up:
                runs[-1].append(at)
            else:
                runs.append([at])
        best = max(runs, key=len)
        return f"{best[0] + 1} {len(best)}\n{' '.join(str(values[at]) for at in best)}\n"

    sign = 1 if rising else -1
    middle = random.randint(40, 400)
    first = [random.randint(1, 500) for _ in range(15)]
    even = [middle + sign * step for step in (0, 1, 2, 2, 3, 4, -9)]
    last = [*(random.randint(1, 99) for _ in range(6)), *(500 + sign * 7 * step for step in range(8))]
    lists = [first, even, last]
    word = "greater" if rising else "smaller"
    task = (
        f"Write a program in Python (no imports are needed) that reads `{file}` in the current folder, which holds "
        "one whole number a line and at least one line. A run is a stretch of numbers that follow each other in "
        f"the file, each {word} than the one before it (equal numbers end a run); a single number is a run of "
        f"length 1. Find the longest run; of several, the one that starts first. Write `{out}` with two lines: the "
        "line number in the file at which the run starts (the first line is 1), a blank and the run's length; "
        "then the run's numbers, a blank between them. What the program prints counts nothing."
    )
    trials = [
        Trial(name, {file: "".join(f"{value}\n" for value in one)}, None, {out: makes(one)})
        for name, one in zip(_NAMES, lists, strict=True)
    ]
    source = _RUNS.format(file=file, out=out, step="<=" if rising else ">=")
    slips = [
        ("lines are counted from 0", "best[0] + 1}", "best[0]}"),
        ("the last of the longest runs", "start > best", "start >= best"),
        ("a run at the end of the file is lost", "len(values) + 1)", "len(values))"),
    ]
    return coded(task, _work(trials), source, slips)


_SALES = """
import csv
import json
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

sums = defaultdict(Decimal)
with open("{file}", newline="", encoding="utf-8") as handle:
    for row in csv.DictReader(handle{dialect}):
        if row["state"] == "{state}":
            continue
        day = date.fromisoformat(row["day"])
        sums[f"{{day.isocalendar()[0]}}-W{{day.isocalendar()[1]:02}}"] += int(row["pieces"]) * Decimal(row["price"])
rounded = {{week: str((total * {rate}).quantize(Decimal("0.01"), ROUND_HALF_UP)) for week, total in sums.items()}}
print(json.dumps(rounded, sort_keys=True))
"""


def _sales(random: Random) -> Instance:
    file, state = f"{random.choice(WARES)}s.csv", random.choice(("void", "returned", "draft"))
    cut, rate = random.choice((",", ";")), Decimal(random.choice(("1.075", "0.925", "1.055", "0.815")))
    start = datetime(random.choice((2015, 2016, 2020, 2021, 2022)), 12, 24, tzinfo=UTC)
    halves = (Decimal(cents) / 100 for cents in range(5, 500, 5))
    half = next(price for price in halves if price * rate * 100 % 2 == Decimal("0.5"))

    def rows(special: bool) -> list[tuple[str, str, str, int, str]]:
        days = [(start + timedelta(days=random.randint(0, 20))).date().isoformat() for _ in range(9)]
        found = [
            (day, random.choice(WARES), "sold", random.randint(1, 9), f"{random.randint(1, 40)}.20") for day in days
        ]
        odd = [
            (days[0], f'the "big" one{cut} blue', "sold", 3, "0.05"),
            (days[1], "lid", state, 7, "99.99"),
            (f"{start.year + 1}-01-01", "plug", "sold", 1, "10.20"),
            (f"{start.year + 1}-02-20", "half a cent", "sold", 1, f"{half:.2f}"),
        ]
        return found + (odd if special else odd[1:2])

    def prints(rows: list[tuple[str, str, str, int, str]]) -> str:
        sums: dict[str, Decimal] = {}
        for day, _, kind, pieces, price in rows:
            year, week, _ = datetime.fromisoformat(day).isocalendar()
            key = f"{year}-W{week:02}"
            if kind != state:
                sums[key] = sums.get(key, Decimal(0)) + pieces * Decimal(price)
        cents = {key: (sums[key] * rate).quantize(Decimal("0.01"), ROUND_HALF_UP) for key in sorted(sums)}
        return "{" + ", ".join(f'"{key}": "{total}"' for key, total in cents.items()) + "}\n"

    def text(rows: list[tuple[str, str, str, int, str]]) -> str:
        lines = [("day", "ware", "state", "pieces", "price"), *rows]
        return "".join(cut.join(_quoted(str(cell), cut) for cell in line) + "\n" for line in lines)

    lists = [rows(False), rows(False), rows(True)]
    texts = [text(one) for one in lists]
    task = (
        f"Write a program in Python (standard library only) that reads the CSV file `{file}` in the current folder "
        f"(UTF-8, cells cut by `{cut}`, quoted with double quotes where needed, a quote inside doubled). Its "
        "columns are day (as 2021-12-31), ware, state, pieces (a whole number) and price (a decimal number). "
        f"Leave out rows whose state is `{state}`. For each ISO week (ISO 8601 week and its year) add up pieces "
        f"times price, exactly; multiply each sum by {rate} and then round it to two decimals, a half up. Print "
        'one JSON object on one line, as Python\'s json.dumps writes it by default: keys such as "2021-W52" (two '
        "digits for the week), sorted; values are strings with two decimals. Weeks without any row that counts "
        f"are left out.\n\n{shown({file: texts[0]}, prints(lists[0]))}"
    )
    trials = [Trial(name, {file: one}, prints(rows)) for name, one, rows in zip(_NAMES, texts, lists, strict=True)]
    source = _SALES.format(
        file=file, state=state, rate=f'Decimal("{rate}")', dialect="" if cut == "," else f', delimiter="{cut}"'
    )
    slips = [
        ("the calendar year stands for the year of the ISO week", "{day.isocalendar()[0]}", "{day.year}"),
        ("halves are rounded to even or as floats", "ROUND_HALF_UP))", '"ROUND_HALF_EVEN"))'),
        ("rows that do not count are counted", f'== "{state}"', '== "no such state"'),
        ("numbers in place of strings", "str((total", "float((total"),
    ]
    return coded(task, _work(trials), source, slips)


_TIMES = """
import json
import statistics
from collections import defaultdict
from datetime import datetime, timezone

days = defaultdict(list)
for line in open("{file}", encoding="utf-8"):
    entry = json.loads(line)
    at = datetime.fromisoformat(entry["at"]).astimezone(timezone.utc)
    if entry["host"] != "{host}":
        days[at.date().isoformat()].append(entry["took"]["{unit}"])
for day in sorted(days, key=lambda day: (-len(days[day]), day)):
    print(day, len(days[day]), f"{{statistics.median(days[day]):.1f}}")
"""


def _times(random: Random) -> Instance:
    file, host, unit = f"{random.choice(WARES)}.jsonl", random.choice(WARES), random.choice(("ms", "us", "ticks"))
    start = datetime(random.randint(2018, 2025), random.randint(1, 12), random.randint(2, 27), tzinfo=UTC)
    offsets = [timezone(timedelta(minutes=minutes)) for minutes in (0, 120, -300, 345, 570)]

    def entries(hours: Sequence[int]) -> list[tuple[datetime, str, int]]:
        hosts = [ware for ware in random.sample(WARES, 4) if ware != host]
        return [
            (start.replace(minute=20) + timedelta(hours=hour), hosts[at % 3], 7 * at + hour)
            for at, hour in enumerate(hours)
        ]

    def text(entries: list[tuple[datetime, str, int]]) -> str:
        return "".join(
            f'{{"at": "{at.astimezone(offsets[took % 5]).isoformat()}", "host": "{name}", '
            f'"took": {{"{unit}": {took}}}}}\n'
            for at, name, took in entries
        )

    def prints(entries: list[tuple[datetime, str, int]]) -> str:
        days: dict[str, list[int]] = {}
        for at, name, took in entries:
            if name != host:
                days.setdefault(at.astimezone(UTC).date().isoformat(), []).append(took)
        lines: list[tuple[int, str, str]] = []
        for day, found in days.items():
            found.sort()
            middle = (found[(len(found) - 1) // 2] + found[len(found) // 2]) / 2
            lines.append((-len(found), day, f"{day} {len(found)} {middle:.1f}\n"))
        return "".join(line for _, _, line in sorted(lines))

    few = entries([0, 9, 23, 30, 31, 47])
    many = entries([random.randint(0, 90) for _ in range(17)])
    ties = [
        *entries([1, *range(48, 54), 71]),
        (start + timedelta(hours=1), host, 9000),
        (start + timedelta(hours=23, minutes=30), "far east", 14),
    ]
    task = (
        f"Write a program in Python (standard library only) that reads `{file}` in the current folder. Each line "
        "is a "
        f'JSON object such as {{"at": "2020-05-01T23:30:00-05:00", "host": "x", "took": {{"{unit}": 12}}}}; `at` '
        "always "
        f"has an offset from UTC. Leave out entries whose host is `{host}`. Group the others by their date in UTC. "
        "Print a line for each date: the date as YYYY-MM-DD, a blank, the number of entries, a blank, the median "
        f"of took.{unit} with exactly one decimal (of an even number of entries it is the mean of the two in the "
        "middle). Dates with more entries come first; among equals the earlier "
        f"date.\n\n{shown({file: text(few)}, prints(few))}"
    )
    trials = [
        Trial(name, {file: text(one)}, prints(one)) for name, one in zip(_NAMES, (few, many, ties), strict=True)
    ]
    slips = [
        ("the local date stands for the date in UTC", ".astimezone(timezone.utc)", ""),
        ("the mean in place of the median", "statistics.median", "statistics.mean"),
        ("sorted by date alone", "(-len(days[day]), day)", "day"),
    ]
    return coded(task, _work(trials), _TIMES.format(file=file, host=host, unit=unit), slips)


def _quoted(cell: str, cut: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if cut in cell or '"' in cell else cell


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(_ID, {"L1": (_ledger, _runs), "L2": (_sales, _times), "L3": (workbook, picture, pages)}),
    judge,
)
