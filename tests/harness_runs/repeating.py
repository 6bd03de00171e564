"""The same kind of job again and again with new files, and a model that writes its code in another way each time."""

import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final

import msgspec

from skillrt.cli.main import main
from skillrt.targets import Harness
from skillrt.wire.exchange import Dialect, Request, Response, Usage
from tests.harness_runs.playing import Player, Workshop, runs, says
from tests.upstream.answers import Answer
from tests.upstream.server import ScriptedUpstream

Turn = Callable[[Harness, Request], Response]
# each its own names, prints, library and way; `{csv}` is added up in `{value}` by `{key}` into `{out}`
_PROGRAMS: Final = (
    """python3 - <<'EOF'
import csv, json
from collections import defaultdict
totals = defaultdict(float)
with open('{csv}', newline='') as f:
    for row in csv.DictReader(f):
        totals[row['{key}']] += float(row['{value}'])
print(dict(totals))
with open('{out}', 'w') as f:
    json.dump({{k: round(v, 2) for k, v in totals.items()}}, f, indent=2)
EOF""",
    """python3 -c "
import sqlite3, csv, json
db = sqlite3.connect(':memory:')
db.execute('create table t (k text, v real)')
rows = [(r['{key}'], r['{value}']) for r in csv.DictReader(open('{csv}'))]
db.executemany('insert into t values (?, ?)', rows)
found = db.execute('select k, sum(v) from t group by k').fetchall()
open('{out}', 'w').write(json.dumps({{k: round(v, 2) for k, v in found}}))
print('groups:', len(found))
" """,
    """python3 - <<'PY'
from pathlib import Path
import json
lines = Path("{csv}").read_text().splitlines()
head = lines[0].split(",")
who, what = head.index("{key}"), head.index("{value}")
sums = {{}}
for line in lines[1:]:
    cells = line.split(",")
    sums[cells[who]] = sums.get(cells[who], 0.0) + float(cells[what])
for name in sorted(sums):
    print(f"{{name:>12}} {{sums[name]:10.2f}}")
Path("{out}").write_text(json.dumps({{name: round(sums[name], 2) for name in sorted(sums)}}, indent=4) + "\\n")
PY""",
    """python3 - <<'END'
import csv, itertools, json, math
records = sorted(csv.DictReader(open("{csv}")), key=lambda r: r["{key}"])
result = {{}}
for group, members in itertools.groupby(records, key=lambda r: r["{key}"]):
    result[group] = round(math.fsum(float(m["{value}"]) for m in members), 2)
json.dump(result, open("{out}", "w"))
END
python3 -m json.tool {out}""",
    """python3 - <<'EOF'
import csv, json
from decimal import Decimal
acc = {{}}
with open("{csv}") as handle:
    reader = csv.reader(handle)
    names = next(reader)
    a, b = names.index("{key}"), names.index("{value}")
    for line in reader:
        acc.setdefault(line[a], []).append(Decimal(line[b]))
out = {{k: float(sum(v)) for k, v in acc.items()}}
print(out)
with open("{out}", "w") as handle:
    handle.write(json.dumps(out, sort_keys=True, indent=1))
EOF""",
    """awk -F, -v k={key} -v v={value} 'NR==1 {{for (i=1;i<=NF;i++) {{if ($i==k) a=i; if ($i==v) b=i}}; next}}
{{s[$a]+=$b}}
END {{printf "{{"; for (n in s) {{printf "%s\\"%s\\": %.2f", sep, n, s[n]; sep=", "}}; print "}}"}}' {csv} > {out}
cat {out}""",
)
_LOOKS: Final = ("head -3 {csv}", "ls -la; cat {csv} | head -5", "wc -l {csv} && head -n 1 {csv}", "cat {csv}")
_CHECKS: Final = ("cat {out}", "python3 -m json.tool {out} > /dev/null && echo valid", "ls -l {out}")
_ENDS: Final = (
    "The totals of {value} per {key} are in {out}.",
    "Done: I added up {value} for each {key} of {csv} and saved the totals in {out}.",
    "I wrote {out} with the totals of {value} by {key}.",
)
_WORDINGS: Final = (
    "Add up {value} per {key} in {csv} and write the totals to {out}.",
    "From {csv} I need the sums of {value} by {key}, as JSON in {out}",
)
_GIVEN: Final = (
    ("sales.csv", "city", "amount", "totals.json", (("Ulm", 12.5), ("Bonn", 3.25), ("Ulm", 7.0))),
    ("hours-march.csv", "person", "hours", "march.json", (("Ada", 7.5), ("Bo", 8.0), ("Ada", 6.25), ("Cy", 1.0))),
    ("rain.csv", "station", "mm", "rain_sum.json", (("north", 0.5), ("south", 2.25), ("south", 4.0))),
    ("orders_2.csv", "customer", "price", "by-customer.json", (("c1", 99.5), ("c2", 10.25), ("c1", 0.25))),
    ("walks.csv", "dog", "km", "km.json", (("Rex", 4.5), ("Ivy", 3.5), ("Rex", 2.25), ("Max", 5.75))),
    ("bills.csv", "shop", "total", "bills.json", (("mill", 20.75), ("bakery", 4.5), ("mill", 3.25))),
    ("flights.csv", "airline", "delay", "delays.json", (("LX", 14.5), ("OS", 3.0), ("LX", 2.25), ("OS", 8.5))),
)


@dataclass(frozen=True)
class Job:
    """One of the jobs: what is asked, the files that it begins with, what must come of it."""

    at: int
    csv: str
    key: str
    value: str
    out: str
    rows: tuple[tuple[str, float], ...]

    @property
    def task(self) -> str:
        return self._said(_WORDINGS[self.at % len(_WORDINGS)])

    @property
    def totals(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, number in self.rows:
            found[name] = found.get(name, 0.0) + number
        return found

    def lay(self, folder: Path) -> None:
        """Put its file into the workspace."""
        lines = [
            f"id,{self.key},{self.value}",
            *(f"{at},{name},{number}" for at, (name, number) in enumerate(self.rows)),
        ]
        (folder / self.csv).write_text("\n".join(lines) + "\n")

    def turns(self) -> list[Turn]:
        """What the model does: it looks, writes its program, checks, answers."""
        commands = [self._said(pool[self.at % len(pool)]) for pool in (_LOOKS, _PROGRAMS, _CHECKS)]
        return [*(runs(command) for command in commands), says(self._said(_ENDS[self.at % len(_ENDS)]))]

    def _said(self, text: str) -> str:
        return text.format(csv=self.csv, key=self.key, value=self.value, out=self.out)


JOBS: Final = tuple(Job(at, *given) for at, given in enumerate(_GIVEN))
LEARNT_AFTER: Final = 3
"""Runs that teach: one that the program is of, and two that prove it."""


@dataclass(frozen=True)
class Told:
    """A run: the object that it printed, and what reached the model."""

    job: Job
    said: dict[str, Any]
    upstream: ScriptedUpstream

    @property
    def template(self) -> dict[str, Any]:
        """What the only template of the run did; empty where there was none."""
        (row,) = self.said["jit"]["templates"] or ({},)
        return row

    def line(self, name: str) -> str:
        """The figures of the run. Tokens are a quarter of the characters that were sent."""
        usage, decided = self.said["usage"] or {"input": 0, "output": 0}, self.said["jit"]["decision_ms"]
        decision = f"decided in {decided:.1f} ms" if decided >= 0 else "nothing to decide"
        did = f"{self.template['did']}, {self.template['state']}" if self.template else "no template"
        asked = len(self.upstream.received)
        figures = f"{asked} requests to the model, {usage['input'] + usage['output']} tokens, {decision}"
        return f"{name}, run {self.job.at + 1}: {figures}: {did}"


def counted(answer: Answer) -> Answer:
    """The answers with tokens as they may be: a quarter of the characters."""

    def answered(request: Request) -> Response:
        response = answer(request)
        assert isinstance(response, Response)
        sizes = [len(msgspec.json.encode(item)) // 4 for item in (request, response)]
        return msgspec.structs.replace(response, usage=Usage(input=sizes[0], output=sizes[1]))

    return answered


def worked(
    place: Workshop,
    dialect: Dialect,
    job: Job,
    *options: str,
    turns: list[Turn] | None = None,
    change: Callable[[Path], object] | None = None,
    task: str = "",
) -> Told:
    """A run of the job in a workspace of its own, with a model that does it, or that does `turns`.

    `change` is done to the workspace before; `task` asks in other words.
    """
    shutil.rmtree(place.workspace, ignore_errors=True)
    place.workspace.mkdir()
    job.lay(place.workspace)
    if change:
        change(place.workspace)
    player = Player(place.harness, turns or job.turns())
    with ScriptedUpstream(counted(player.answer)) as upstream:
        said = place.run(upstream, dialect, "--unattended", *options, task=task or job.task)
    assert said["status"] == "ok", said
    assert [one.refused for one in upstream.received if one.refused] == []
    return Told(job, said, upstream)


def late(place: Workshop, job: Job) -> tuple[Callable[[Path], object], list[Turn]]:
    """What is done to the workspace and what the model does where the job's file is not there yet, and is brought by
    somebody else while the model looks around."""

    def away(folder: Path) -> None:
        (folder / job.csv).rename(place.folder / "late.csv")

    def look(harness: Harness, request: Request) -> Response:
        (place.folder / "late.csv").rename(place.workspace / job.csv)
        return runs("ls -l")(harness, request)

    return away, [look, *job.turns()]


def require_done(place: Workshop, job: Job) -> None:
    """The job's file is there, and right."""
    require_totals(place.workspace, job)


def require_totals(folder: Path, job: Job) -> None:
    """The same in any folder."""
    assert json.loads((folder / job.out).read_bytes()) == job.totals


def skillrt(*arguments: str) -> str:
    """What a command of ours prints."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(list(arguments)) == 0, err.getvalue()
    return out.getvalue()


def learnt() -> list[str]:
    """The ids of the templates that are kept."""
    return [item["template"]["id"] for item in json.loads(skillrt("jit", "list", "--format", "json"))]


def seven_in_a_row(place: Workshop, dialect: Dialect) -> list[Told]:
    """All jobs one after the other, each right; the third teaches what the first two prove."""
    found: list[Told] = []
    for job in JOBS:
        found.append(worked(place, dialect, job, "--jit", "on"))
        require_done(place, job)
        assert len(learnt()) == (len(found) >= LEARNT_AFTER)
    return found
