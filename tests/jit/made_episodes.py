"""Episodes of our own: a job done several times, with other files, words and code each time."""

import json
from pathlib import Path
from typing import Any

from skillrt.jit.recorded import Recorded, read_episodes

SUMS = (
    """python3 - <<'EOF'
import csv, json
rows = list(csv.DictReader(open('{csv}')))
print(len(rows), 'rows')
json.dump({{'total': sum(float(r['{field}']) for r in rows)}}, open('{out}', 'w'))
EOF
cat {out}""",
    """head -3 {csv}
python3 -c "
import csv, json
with open('{csv}', newline='') as f:
    total = sum(float(row['{field}']) for row in csv.DictReader(f))
with open('{out}', 'w') as f:
    json.dump(dict(total=total), f, indent=2)
" """,
    """wc -l {csv}; python3 - <<'PY'
import json
lines = open("{csv}").read().splitlines()
at = lines[0].split(",").index("{field}")
numbers = [float(line.split(",")[at]) for line in lines[1:]]
print(numbers)
open("{out}", "w").write(json.dumps({{"total": sum(numbers)}}))
PY""",
)
WORDINGS = (
    "Add up the column {field} of {csv} and write the total to {out}.",
    "I need the total of {field} in {csv}, saved as {out}",
)
FINALS = (
    "The {field} column of {csv} adds up to {total}; the total is in {out}.",
    "I added up {field} over {rows} rows of {csv}: the total is {total}, saved in {out}.",
)


def write_episode(
    root: Path,
    name: str,
    prompt: str,
    commands: list[str],
    files: dict[str, tuple[str | None, str | None]],
    final: str,
    skill: str = "sums",
) -> Path:
    """An episode on disk. `files` maps a path to its text before and after; None: not there, or not written."""
    folder = root / name
    for path, (before, after) in files.items():
        for part, text in (("before", before), ("after", after)):
            if text is not None:
                target = folder / part / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
    (folder / "before").mkdir(parents=True, exist_ok=True)
    turns: list[dict[str, Any]] = [
        {"tool": "bash", "args": {"command": command}, "result": {"exit": 0, "stdout": ""}, "tool_ms": 40 + at}
        for at, command in enumerate(commands)
    ]
    (folder / "episode.json").write_text(
        json.dumps({"id": name, "skill": skill, "prompt": prompt, "turns": turns, "final": final, "writes": []})
    )
    return folder


def sum_episode(root: Path, name: str, at: int, csv: str, field: str, out: str, numbers: list[float]) -> Path:
    """The `at`th way of adding up a column."""
    values = {"csv": csv, "field": field, "out": out, "total": sum(numbers), "rows": len(numbers)}
    table = f"name,{field}\n" + "".join(f"n{row},{number}\n" for row, number in enumerate(numbers))
    return write_episode(
        root,
        name,
        WORDINGS[at % len(WORDINGS)].format(**values),
        [SUMS[at % len(SUMS)].format(**values)],
        {csv: (table, None), out: (None, json.dumps({"total": sum(numbers)}))},
        FINALS[at % len(FINALS)].format(**values),
    )


def sum_episodes(root: Path) -> list[Recorded]:
    """Six of them: every wording three times, every program twice."""
    given = (
        ("birds.csv", "weight", "birds.json", [1.5, 2.25, 9.0]),
        ("ships-1.csv", "load", "out.json", [10.5, 20.25]),
        ("rain.csv", "amount", "rain_sum.json", [0.5, 0.75, 1.25, 4.5]),
        ("hours.csv", "spent", "week.json", [7.5, 8.25, 6.0]),
        ("bills.csv", "price", "sum.json", [12.25, 3.5, 99.75, 1.0, 4.25]),
        ("walks.csv", "km", "walks.json", [4.25, 11.5]),
    )
    for at, (csv, field, out, numbers) in enumerate(given):
        sum_episode(root, f"sum-{at}", at, csv, field, out, numbers)
    return read_episodes(root)


SPLITS = (
    """mkdir -p {out} && python3 - <<'EOF'
import csv
rows = list(csv.DictReader(open('{csv}')))
for value in sorted({{row['{field}'] for row in rows}}):
    with open(f'{out}/{{value}}.csv', 'w') as f:
        f.write('name,{field}\\n')
        f.writelines(f"{{row['name']}},{{value}}\\n" for row in rows if row['{field}'] == value)
EOF
ls {out}""",
    """mkdir {out}
awk -F, 'NR == 1 {{head = $0; next}} {{f = "{out}/" $2 ".csv"}} !seen[f]++ {{print head > f}} {{print > f}}' {csv}""",
)


def split_episodes(root: Path) -> list[Recorded]:
    """A table is split into one for each value of a column, four times."""
    given = (
        ("birds.csv", "place", "parts", "a1 b2 c1"),
        ("ships.csv", "harbour", "harbours", "d4 e4 f5 g6"),
        ("staff.csv", "team", "teams", "h7 i8 j7"),
        ("plants.csv", "bed", "beds", "k1 l2 m1 n2 o3"),
    )
    for at, (csv, field, out, text) in enumerate(given):
        rows = [(word[0], word[1]) for word in text.split()]
        parts = {
            f"{out}/{value}.csv": f"name,{field}\n" + "".join(f"{name},{value}\n" for name, of in rows if of == value)
            for value in sorted({value for _, value in rows})
        }
        table = f"name,{field}\n" + "".join(f"{name},{value}\n" for name, value in rows)
        files: dict[str, tuple[str | None, str | None]] = {csv: (table, None)}
        files |= {path: (None, made) for path, made in parts.items()}
        write_episode(
            root, f"split-{at}", f"Split {csv} by {field} into one table for each value in the folder {out}",
            [SPLITS[at % 2].format(csv=csv, field=field, out=out)], files,
            f"I split {csv} into {len(parts)} files in {out}.",
        )  # fmt: skip
    return read_episodes(root)


SCRIPT = """import argparse, csv, json
given = argparse.ArgumentParser()
given.add_argument('table')
given.add_argument('--column', required=True)
given.add_argument('--output', required=True)
args = given.parse_args()
with open(args.table, newline='') as file:
    total = sum(float(row[args.column]) for row in csv.DictReader(file))
with open(args.output, 'w') as file:
    json.dump({'total': total}, file)
"""
SCRIPT_CALLS = (
    "python3 {script} {csv} --column {field} --output {out}",
    "head -2 {csv}; python3 {script} '{csv}' --output={out} --column={field} && cat {out}",
)


def script_episodes(root: Path, script: str) -> list[Recorded]:
    """A script of the skill, which lies at `script` in the workspace, is called for other files, four times."""
    given = (
        ("birds.csv", "weight", "birds.json", [1.5, 2.25, 9.0]),
        ("ships-1.csv", "load", "out.json", [10.5, 20.25]),
        ("rain.csv", "amount", "rain_sum.json", [0.5, 0.75, 1.25, 4.5]),
        ("hours.csv", "spent", "week.json", [7.5, 8.25, 6.0]),
    )
    for at, (csv, field, out, numbers) in enumerate(given):
        values = {"csv": csv, "field": field, "out": out, "total": sum(numbers), "rows": len(numbers)}
        table = f"name,{field}\n" + "".join(f"n{row},{number}\n" for row, number in enumerate(numbers))
        write_episode(
            root, f"script-{at}", WORDINGS[at % 2].format(**values),
            [SCRIPT_CALLS[at % 2].format(script=script, **values)],
            {script: (SCRIPT, None), csv: (table, None), out: (None, json.dumps({"total": sum(numbers)}))},
            FINALS[at % 2].format(**values),
        )  # fmt: skip
    return read_episodes(root)


STACKS = (
    "for f in {files}; do tail -n +2 $f; done | (head -n 1 {first}; cat) > {out}",
    """python3 - <<'EOF'
lines = []
for name in [{quoted}]:
    head, *rest = open(name).read().splitlines()
    lines += rest
open('{out}', 'w').write('\\n'.join([head, *lines, '']))
EOF
wc -l {out}""",
    "awk 'FNR > 1 || NR == 1' {files} > {out} && cat {out}",
)


def stack_episodes(root: Path, given: tuple[tuple[str, str], ...]) -> list[Recorded]:
    """Tables, named by letters, are put together: of three files, of two, ..."""
    for at, (letters, out) in enumerate(given):
        names = [f"{letter}{at}.csv" for letter in letters]
        rows = {name: [f"{name[0]}{row},{row * 7 + at}" for row in range(at + 2)] for name in names}
        files: dict[str, tuple[str | None, str | None]] = {
            name: ("\n".join(["name,count", *rows[name], ""]), None) for name in names
        }
        files[out] = (None, "\n".join(["name,count", *(row for name in names for row in rows[name]), ""]))
        values = {
            "files": " ".join(names), "first": names[0], "out": out,
            "quoted": ", ".join(f"'{name}'" for name in names)
        }  # fmt: skip
        asked = f"{', '.join(names[:-1])} and {names[-1]}"
        command = STACKS[at % len(STACKS)].format(**values)
        write_episode(
            root, f"stack-{at}", f"Put {asked} below each other in {out}", [command], files, f"It is {out}."
        )
    return read_episodes(root)


NOTES = (
    "The numbers look fine to me.",
    "I see nothing odd here, but do check the second row.",
    "All rows are there; one is larger than the others.",
    "Some of this may be of interest.",
)


def part_episode(root: Path, at: int, *, counted: bool = False) -> Path:
    """A column is added up, which comes out alike each time, and notes are written, which do not."""
    csv, field, out, notes = f"t{at}.csv", ("km", "load", "mm", "price")[at], f"sum{at}.json", f"notes{at}.md"
    numbers = [1.5 + at, 2.25, 3.0 * at]
    values = {"csv": csv, "field": field, "out": out, "total": sum(numbers), "rows": len(numbers)}
    table = f"name,{field}\n" + "".join(f"n{row},{number}\n" for row, number in enumerate(numbers))
    files: dict[str, tuple[str | None, str | None]] = {
        csv: (table, None),
        out: (None, json.dumps({"total": sum(numbers)})),
        notes: (None, NOTES[at] + "\n"),
    }
    commands = [SUMS[at % len(SUMS)].format(**values), f"cat > {notes} <<'EOF'\n{NOTES[at]}\nEOF"]
    extra = ""
    if counted:
        extra = f", the lines of {csv} to count{at}.txt"
        files[f"count{at}.txt"] = (None, f"{len(numbers) + 1}\n")
        commands.append(f"wc -l < {csv} > count{at}.txt")
    prompt = f"Add up {field} of {csv} into {out}{extra} and write what strikes you to {notes}"
    return write_episode(root, f"part-{at}", prompt, commands, files, f"{out} and {notes} are written.")
