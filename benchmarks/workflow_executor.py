"""How close does `skillrt workflow run` come to what its graph allows, and what does it cost?

    python benchmarks/workflow_executor.py [--part schedule|overhead|memory|examples] [--repeat N]

schedule    Random graphs of 10 to 2,000 steps that sleep 50 to 300 ms, at 1, 2, 8 and 32 jobs, against a list
            schedule of the same graph that is simulated here (longest way first, steps take exactly what they sleep).
            The executor knows the durations as from the journal of an earlier run; journals are on disk and synced.
            Beside it what ten bare `sleep 0.175` took at that moment beyond their time: what the machine adds.
overhead    Chains of `true`, against the same programs started in a bare loop.
memory      Peak memory of the command for 100 and for 10,000 steps.
examples    Workflows of three of our example skills on made-up data (benchmarks/workflows), one job and several.

Sizes are chosen so that everything takes less than ten minutes: 2,000 steps at one job alone would take six.
"""

import argparse
import heapq
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import msgspec
from workflow_data import make_data

from skillrt.ir.workflow import WORKFLOW_FILE, CommandRecord, EdgeRecord, StepRecord, WorkflowRecord
from skillrt.store.workflow_file import parse_workflow
from skillrt.workflow.execute import Earlier, Execution
from skillrt.workflow.journal import Event, Journal
from skillrt.workflow.launching import Launcher
from skillrt.workflow.outcome import RunReport
from skillrt.workflow.plan import Choices, plan_of
from skillrt.workflow.script import shell_program
from skillrt.workflow.settings import Settings

HERE = Path(__file__).resolve().parent
SKILLS = HERE.parent / "examples" / "skills"
SIZES = {1: (10, 50, 100), 2: (10, 50, 200), 8: (50, 200, 500), 32: (100, 500, 2000)}
EXAMPLES = ("backup-drill", "csv-survey", "i18n-audit")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the workflow executor.")
    parts: dict[str, Callable[[int], None]] = {
        "schedule": schedule,
        "overhead": overhead,
        "memory": memory,
        "examples": examples,
    }
    parser.add_argument("--part", action="append", choices=list(parts), help="only this part")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each graph; the median counts")
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name in options.part or parts:
        print(f"\n{name}")
        parts[name](options.repeat)
    return 0


def schedule(repeat: int) -> None:
    print("jobs  steps  edges  simulated     run  above  a bare `sleep` is above by")
    above: list[float] = []
    for jobs, sizes in SIZES.items():
        for size in sizes:
            seconds, before = random_graph(size, seed=size * 100 + jobs)
            ideal = simulated(before, seconds, jobs)
            bare = bare_loop(["sleep", "0.175"], 10) / 0.175 - 1
            runs = [run_sleeps(seconds, before, jobs).wall for _ in range(repeat if ideal < 15 else 1)]
            wall = median(runs)
            above.append(wall / ideal - 1)
            edges = sum(map(len, before))
            print(
                f"{jobs:4}  {size:5}  {edges:5}  {ideal:9.3f}  {wall:6.3f}  {above[-1]:6.2%}  {bare:.2%}", flush=True
            )
    print(f"median {median(above):.2%}, most {max(above):.2%}, load now {os.getloadavg()[0]:.1f}")


def random_graph(size: int, seed: int) -> tuple[list[float], list[list[int]]]:
    """Durations, and what each step waits for: none to three of the thirty steps before it."""
    draw = random.Random(seed)
    seconds = [draw.randrange(50, 301) / 1000 for _ in range(size)]
    before: list[list[int]] = []
    for at in range(size):
        near = range(max(0, at - 30), at)
        before.append(sorted({draw.choice(near) for _ in range(draw.randrange(4))}) if near else [])
    return seconds, before


def simulated(before: Sequence[Sequence[int]], seconds: Sequence[float], jobs: int) -> float:
    """The end of a list schedule by longest remaining way on `jobs` machines that cost nothing."""
    after: list[list[int]] = [[] for _ in before]
    for step, earlier in enumerate(before):
        for item in earlier:
            after[item].append(step)
    rank = list(seconds)
    for step in reversed(range(len(before))):  # steps wait for earlier ones only
        rank[step] += max((rank[item] for item in after[step]), default=0.0)
    waits = [len(item) for item in before]
    ready = [(-rank[step], step) for step, count in enumerate(waits) if not count]
    heapq.heapify(ready)
    running: list[tuple[float, int]] = []
    now = 0.0
    while ready or running:
        while ready and len(running) < jobs:
            step = heapq.heappop(ready)[1]
            heapq.heappush(running, (now + seconds[step], step))
        now, step = heapq.heappop(running)
        for item in after[step]:
            waits[item] -= 1
            if not waits[item]:
                heapq.heappush(ready, (-rank[item], item))
    return now


def run_sleeps(seconds: Sequence[float], before: Sequence[Sequence[int]], jobs: int) -> RunReport:
    steps = tuple(command_step(str(at), f"sleep {item}") for at, item in enumerate(seconds))
    edges = tuple(EdgeRecord(str(item), str(at), "data", "") for at, earlier in enumerate(before) for item in earlier)
    known = {str(at): item for at, item in enumerate(seconds)}
    return executed(WorkflowRecord(steps=steps, edges=edges), jobs, known)


def executed(record: WorkflowRecord, jobs: int, known: dict[str, float]) -> RunReport:
    with tempfile.TemporaryDirectory(prefix="skillrt-bench-") as name:
        folder = Path(name)
        plan = plan_of(record, Choices())
        launcher = Launcher(plan, (folder, folder), os.environ, shell_program(os.environ["PATH"]))
        with Journal(folder / "journal.jsonl", folder / "outputs") as journal:
            journal.write([Event("begun", key="k")])
            report = Execution(plan, launcher, journal, Settings(jobs), Earlier(seconds=known)).run()
        assert report.status == "completed", report
        return report


def command_step(name: str, *commands: str) -> StepRecord:
    return StepRecord(name, name, "bench:1", "command", commands=tuple(map(CommandRecord, commands)))


def overhead(repeat: int) -> None:
    """Milliseconds a step, in a chain at one job."""
    count = 300
    edges = tuple(EdgeRecord(str(at - 1), str(at), "data", "") for at in range(1, count))
    for text, argv in (("true", ["true"]), (": # by a shell", ["bash", "-c", ": # by a shell"])):
        steps = tuple(command_step(str(at), text) for at in range(count))
        record = WorkflowRecord(steps=steps, edges=edges)
        bare = median(bare_loop(argv, count) for _ in range(repeat))
        whole = median(executed(record, 1, {}).wall / count for _ in range(repeat))
        parts = (text, whole * 1000, bare * 1000, (whole - bare) * 1000)
        print("{:16} {:.2f} ms a step; bare loop {:.2f} ms; executor {:.2f} ms".format(*parts))


def bare_loop(argv: Sequence[str], count: int) -> float:
    start = time.perf_counter()
    for _ in range(count):
        subprocess.run(argv, stdin=subprocess.DEVNULL, start_new_session=True, check=True)
    return (time.perf_counter() - start) / count


def memory(_repeat: int) -> None:
    for count in (100, 10_000):
        with tempfile.TemporaryDirectory(prefix="skillrt-bench-") as name:
            folder = Path(name)
            put_variant(
                folder / "variant", WorkflowRecord(steps=tuple(command_step(str(at), "true") for at in range(count)))
            )
            command = [
                sys.executable,
                "-m",
                "skillrt",
                "workflow",
                "run",
                str(folder / "variant"),
                "--quiet",
                "-j",
                "4",
            ]
            start = time.perf_counter()
            peak = peak_of([*command, "--journal", str(folder / "journal")], folder)
            spent = time.perf_counter() - start
            print(f"{count:6} steps of `true`: peak {peak / 1024:.1f} MiB, {spent:.1f} s")


def peak_of(command: Sequence[str], folder: Path) -> int:
    """KiB of resident memory at most."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss


def put_variant(folder: Path, record: WorkflowRecord) -> None:
    (folder / WORKFLOW_FILE).parent.mkdir(parents=True)
    (folder / WORKFLOW_FILE).write_bytes(msgspec.json.encode(record))


def examples(repeat: int) -> None:
    """Wall time of the same workflow with one job and with four, in one run of this program."""
    for name in EXAMPLES:
        source = HERE / "workflows" / f"{name}.json"
        record = parse_workflow(source.read_bytes(), str(source))
        with tempfile.TemporaryDirectory(prefix="skillrt-bench-") as place:
            times = {
                jobs: [item for item in example_runs(Path(place), name, record, jobs, repeat)] for jobs in (1, 4)
            }
        one, four = (min(times[jobs], key=lambda item: item["wall"]) for jobs in (1, 4))
        print(
            f"{name:14} {len(record.steps):2} steps: one job {one['wall']:.2f} s, four jobs {four['wall']:.2f} s, "
            f"{one['wall'] / four['wall']:.2f}x; longest way {four['critical']:.2f} s ({' > '.join(four['path'])})"
        )


def example_runs(
    place: Path, name: str, record: WorkflowRecord, jobs: int, repeat: int
) -> Iterator[dict[str, float]]:
    for number in range(repeat):
        folder = place / f"{jobs}-{number}"
        project = folder / "project"
        make_data(name, project)
        put_variant(folder / "variant", record)
        for item in (SKILLS / name).iterdir():
            (folder / "variant" / item.name).symlink_to(item)
        command = [sys.executable, "-m", "skillrt", "workflow", "run", str(folder / "variant"), "--quiet", "--fresh"]
        done = subprocess.run(
            [*command, "-j", str(jobs), "--journal", str(folder / "journal"), "--format", "json"],
            cwd=project,
            stdout=subprocess.PIPE,
            check=True,
        )
        yield json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
