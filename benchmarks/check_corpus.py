"""How fast and how large is `skillrt check` on a corpus of real skills?

    python benchmarks/check_corpus.py FOLDER [--sample N] [--json FILE]

Measures, each in processes of their own: skills per second on one core (no cache), peak memory on a tenth, a third
and all of the corpus (growth), an unchanged re-run with the cache, and whether -j1 and -j2 print the same bytes.
Checks on the way that nothing crashed and that every Markdown file is lossless. Absolute figures are this machine's;
beside them stands a calibration loop (a fixed amount of pure Python work), so that runs can be compared.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from skillrt.frontend import discover, load

CALIBRATION_LOOPS = 3_000_000


def calibrate() -> float:
    """Seconds of CPU for a fixed amount of interpreter work."""
    begin = time.process_time()
    total = 0
    for number in range(CALIBRATION_LOOPS):
        total += number & 7
    assert total > 0
    return time.process_time() - begin


MEASURE = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
done = subprocess.run(sys.argv[2:], stdout=open(sys.argv[1], "wb"), stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.buffer.write(done.stderr)
print(json.dumps({"status": done.returncode, "wall": time.perf_counter() - begin,
                  "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}))
"""


def check(paths: list[str], *options: str, folder: Path | None = None) -> dict[str, object]:
    """One run of the CLI: wall and CPU seconds, peak memory of the largest process, digest of what it printed."""
    command = [sys.executable, "-m", "skillrt", "check", *options, "--format", "json", "--fail-on", "never", *paths]
    with tempfile.NamedTemporaryFile() as out:
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, out.name, *command], capture_output=True, check=True, cwd=folder
        )
        found: dict[str, object] = json.loads(measured.stdout)
        if found.pop("status") != 0 or b"Traceback" in measured.stderr:
            raise SystemExit(f"check failed: {measured.stderr.decode(errors='replace')[-2000:]}")
        with open(out.name, "rb") as stream:
            found["digest"] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def lossless(folder: str) -> dict[str, int]:
    """Load every skill; count Markdown files whose blocks, joined, are not the file's bytes."""
    skills = documents = lost = 0
    for source in discover([folder]):
        module = load(source)
        skills += 1
        for document in module.documents:
            documents += 1
            lost += document.data != source.read(document.path)
    return {"skills": skills, "documents": documents, "lost": lost}


def parts(folder: str, fractions: tuple[float, ...]) -> list[list[str]]:
    """The first share of the corpus for each fraction, by a fixed shuffle of skill folders."""
    found = sorted(
        (source.where for source in discover([folder])), key=lambda path: hashlib.sha256(path.encode()).hexdigest()
    )
    return [found[: max(1, int(len(found) * share))] for share in fractions]


def copied(paths: list[str], target: Path) -> int:
    """Copy skills into one library folder, for the cache run; returns how many."""
    for number, path in enumerate(paths):
        shutil.copytree(path, target / f"{number:05}" / Path(path).name, symlinks=True)
    return len(paths)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--json", metavar="FILE")
    options = parser.parse_args()
    os.environ["SKILLRT_CACHE_DIR"] = tempfile.mkdtemp(prefix="skillrt-bench-")
    found: dict[str, object] = {"calibration_cpu_s": calibrate(), "lossless": lossless(options.folder)}
    growth = []
    for share, paths in zip((0.1, 0.33, 1.0), parts(options.folder, (0.1, 0.33, 1.0)), strict=True):
        run = check([options.folder] if share == 1.0 else paths, "-j1", "--no-cache")
        growth.append({"skills": len(paths), "per_cpu_s": len(paths) / float(str(run["cpu"])), **run})
    found["one_core"] = growth
    two = check([options.folder], "-j2", "--no-cache")
    found["two_processes"] = {**two, "same_bytes": two["digest"] == growth[-1]["digest"]}
    found["cache"] = cached(options.folder)
    print(json.dumps(found, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(found, indent=2) + "\n")
    return 0


def cached(folder: str) -> dict[str, object]:
    """First and second run over 200 skills."""
    with tempfile.TemporaryDirectory() as name:
        library = Path(name)
        count = copied(parts(folder, (1.0,))[0][:200], library)
        first, second = check(["."], "-j1", folder=library), check(["."], "-j1", folder=library)
        return {
            "skills": count,
            "first_wall_s": first["wall"],
            "unchanged_wall_s": second["wall"],
            "same_bytes": first["digest"] == second["digest"],
        }


if __name__ == "__main__":
    raise SystemExit(main())
