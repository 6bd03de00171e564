"""The gateway beside no gateway, a plain relay and LiteLLM's proxy, in one run: latency, requests a second, memory.

    python benchmarks/gateway.py [--litellm FOLDER] [--rounds 5] [--seconds 3] [--json FILE]

Each is a process of its own, as are the scripted provider and the load generator (gateway_load.py); rounds are
interleaved and the median of the rounds is shown. `skillrt serve` records into a trace store of its own. With
`--litellm FOLDER` LiteLLM is installed there (outside the repository) with pip unless it is there already; without
it, it is left out. After the rounds `skillrt serve` carries 40,000 requests; its memory is read after each 10,000.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

LOAD = Path(__file__).with_name("gateway_load.py")
MODES = {
    "whole, 1 client": (1, False),
    "whole, 16 clients": (16, False),
    "stream, 1 client": (1, True),
    "stream, 16 clients": (16, True),
}
MANY, READ_EACH = 40_000, 10_000


@contextmanager
def started(command: list[str], **more: object) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(command, text=True, **more)  # pyright: ignore[reportCallIssue,reportArgumentType]
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def part(stack: ExitStack, *arguments: str) -> tuple[int, int]:
    """Start a part that prints its port; gives that and its process id."""
    command = [sys.executable, str(LOAD), *arguments]
    process = stack.enter_context(started(command, stdout=subprocess.PIPE))
    assert process.stdout is not None
    return int(process.stdout.readline()), process.pid


def ours(stack: ExitStack, folder: Path, provider: str) -> tuple[str, int]:
    """`skillrt serve` with a provider of its own; its base address and its process id."""
    settings = (
        f'[gateway.upstreams.bench]\nbase-url = "{provider}"\ndialects = ["openai-chat"]\nmodels = ["bench-*"]\n'
    )
    (folder / "skillrt.toml").write_text(settings, encoding="utf-8")
    variables = {**os.environ, "SKILLRT_DATA_DIR": str(folder / "data")}
    command = [sys.executable, "-m", "skillrt", "serve", "--port", "0"]
    process = stack.enter_context(started(command, cwd=folder, env=variables, stderr=subprocess.PIPE))
    assert process.stderr is not None
    url = found(process.stderr, r"listening at (http://\S+)")
    token = found(process.stderr, r"token, shown this once: (\S+)")
    return f"{url}/run/{token}", process.pid


def found(stream: IO[str], pattern: str) -> str:
    for line in stream:
        if match := re.search(pattern, line):
            return match.group(1)
    raise SystemExit("a process ended before it was ready")


def litellm(stack: ExitStack, folder: Path, work: Path, provider: str) -> tuple[str, int]:
    """LiteLLM's proxy with one worker."""
    program = folder / "bin" / "litellm"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "--quiet", "litellm[proxy]"], check=True)
    params = {"model": "openai/bench-model", "api_base": provider, "api_key": "sk-bench"}
    config = {"model_list": [{"model_name": "bench-model", "litellm_params": params}]}
    (work / "litellm.json").write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
    port = free_port()
    command = [str(program), "--config", str(work / "litellm.json"), "--port", str(port), "--host", "127.0.0.1"]
    variables = {
        **os.environ,
        "LITELLM_LOG": "ERROR",
        "LITELLM_MASTER_KEY": "sk-bench",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "NO_PROXY": "127.0.0.1",
    }
    process = stack.enter_context(
        started([*command, "--num_workers", "1"], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    )
    url = f"http://127.0.0.1:{port}"
    wait_for(f"{url}/health/liveliness")
    return url, process.pid


def free_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(url: str, seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"{url} does not answer")


def measured(url: str, clients: int, *more: str) -> dict[str, float]:
    command = [sys.executable, str(LOAD), "load", url, "--clients", str(clients), *more]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def resident(pid: int) -> float:
    """Megabytes of memory of a process and those that it started; what they share is counted once (PSS)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    pages = [Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii") for each in (pid, *children)]
    return sum(int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) for text in pages) / 1024


def used(pid: int) -> float:
    """Seconds of processor time of a process and those that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ticks = 0
    for each in (pid, *children):
        fields = Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def rounds(places: dict[str, tuple[str, int]], options: argparse.Namespace) -> dict[str, dict[str, dict[str, float]]]:
    """Mode -> place -> medians."""
    seen: dict[str, dict[str, list[dict[str, float]]]] = {mode: {name: [] for name in places} for mode in MODES}
    for _ in range(options.rounds):
        for mode, (clients, stream) in MODES.items():
            for name, (url, pid) in places.items():
                more = ["--seconds", str(options.seconds), *(["--stream"] if stream else [])]
                before = used(pid)
                figures = measured(url, clients, *more)
                time.sleep(0.5)  # what is still being recorded counts too
                figures["cpu"] = (used(pid) - before) / figures["requests"] * 1000
                seen[mode][name].append(figures)
    return {
        mode: {
            name: {key: statistics.median(item[key] for item in items) for key in items[0]}
            for name, items in by_name.items()
        }
        for mode, by_name in seen.items()
    }


def table(results: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    yield "| mode | through | p50 ms | p95 ms | first byte ms | requests/s | over LiteLLM | CPU ms | failures |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for mode, by_name in results.items():
        base = by_name.get("LiteLLM", {}).get("rate")
        for name, item in by_name.items():
            times = f"{item['rate'] / base:.0f}" if base else "-"
            figures = f"{item['p50']:.2f} | {item['p95']:.2f} | {item['first_p50']:.2f} | {item['rate']:.0f}"
            yield f"| {mode} | {name} | {figures} | {times} | {item['cpu']:.2f} | {item['failures']:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--litellm", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--json", type=Path, default=None, metavar="FILE")
    options = parser.parse_args()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port, process = part(stack, "provider")
        provider = f"http://127.0.0.1:{port}/v1"
        places = {"nothing": (f"http://127.0.0.1:{port}", process)}
        port, process = part(stack, "relay", provider)
        places["a plain relay"] = (f"http://127.0.0.1:{port}", process)
        places["skillrt serve"] = ours(stack, folder, provider)
        pid = places["skillrt serve"][1]
        time.sleep(2)
        idle = resident(pid)
        if options.litellm:
            places["LiteLLM"] = litellm(stack, options.litellm.absolute(), folder, provider)
        for url, _ in places.values():
            measured(url, 4, "--requests", "40")  # the first requests load what is loaded late
        results = rounds(places, options)
        memory = [resident(pid)]
        for _ in range(MANY // READ_EACH):
            measured(places["skillrt serve"][0], 16, "--requests", str(READ_EACH))
            memory.append(resident(pid))
    print("\n".join(table(results)))
    print(
        f"\nmemory of skillrt serve: {idle:.0f} MB idle, {memory[0]:.0f} MB after the rounds, "
        f"{', '.join(f'{each:.0f}' for each in memory[1:])} MB after each {READ_EACH:,} requests more"
    )
    if options.json:
        options.json.write_text(
            json.dumps({"results": results, "idle": idle, "memory": memory}, indent=2), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
