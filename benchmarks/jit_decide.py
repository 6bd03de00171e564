"""How long it takes to decide whether a template serves a request, with a thousand that may act.

`python benchmarks/jit_decide.py EPISODES [--python PATH]` learns templates from a folder of recorded episodes and
makes a thousand promoted ones of them (other words in the wordings; half of them differ from the real one in their
last word only). It asks for each episode's request in its own workspace: as it is, with a twist, with no file there.
Contents of files are read anew each time. Prints milliseconds.
"""

import argparse
import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from skillrt.gateway.access import Run, new_id
from skillrt.gateway.acting import Acting, Setting
from skillrt.gateway.events import RequestHead
from skillrt.gateway.policy import Taken
from skillrt.jit.contents.read import content_of
from skillrt.jit.learn import Workshop
from skillrt.jit.live.acting import Act, Place, decide
from skillrt.jit.live.conditions import Conditions
from skillrt.jit.live.shelf import Shelf
from skillrt.jit.recorded import Recorded, read_episodes
from skillrt.jit.replay import Replayer
from skillrt.jit.state import Kept, learnt, promoted
from skillrt.jit.template import Template, Word, Wording
from skillrt.process.sandbox import open_sandbox
from skillrt.store.templates import Templates
from skillrt.targets import shipped_harnesses

TEMPLATES = 1_000
ROUNDS = 12
SEED = 7
WORDS = {
    "served": "served",
    "twisted": "with a twist, which no wording has",
    "missing": "with no file there",
    "whole": "served, with the request read and the answer written",
}


def thousand(real: tuple[Template, ...]) -> list[Template]:
    """The real ones, and others like them."""
    chance = random.Random(SEED)
    found = list(real)
    while len(found) < TEMPLATES:
        number = len(found)
        made = real[number % len(real)]
        wordings = tuple(_other(wording, number, chance, last=number % 2 == 0) for wording in made.wordings)
        found.append(msgspec.structs.replace(made, id=f"{number:012x}", wordings=wordings))
    return found


def _other(wording: Wording, number: int, chance: random.Random, *, last: bool) -> Wording:
    places = [at for at, word in enumerate(wording.words) if not word.hole]
    changed = places[-1:] if last else chance.sample(places, max(1, len(places) // 2))
    words = tuple(Word(f"w{number}") if at in changed else word for at, word in enumerate(wording.words))
    return Wording(words, wording.episodes)


def body_for(prompt: str) -> bytes:
    """A request of the built-in agent, with a system prompt of 40 KB before it."""
    schema = {"type": "object", "properties": {"command": {"type": "string"}}, "required": ["command"]}
    tool = {"type": "function", "function": {"name": "exec", "description": "Run it", "parameters": schema}}
    messages = [{"role": "system", "content": "You are an agent. " * 2_300}, {"role": "user", "content": prompt}]
    return json.dumps({"model": "m", "messages": messages, "tools": [tool], "stream": True}).encode()


def timed(work: Callable[[], object], found: list[float]) -> object:
    """Do it with nothing remembered of files; its milliseconds go to `found`."""
    content_of.cache_clear()
    began = time.perf_counter()
    result = work()
    found.append((time.perf_counter() - began) * 1000)
    return result


def said(what: str, found: list[float]) -> str:
    """The figures of many decisions."""
    ranked = sorted(found)
    p99 = ranked[int(len(ranked) * 0.99)]
    return f"{what}: p50 {statistics.median(ranked):.2f} ms, p99 {p99:.2f} ms, {len(ranked)} decisions"


class Times(msgspec.Struct):
    """Milliseconds of decisions, by what was asked."""

    served: list[float] = []
    twisted: list[float] = []
    missing: list[float] = []
    whole: list[float] = []


def measured(templates: list[Template], kept: tuple[Kept, ...], episodes: list[Recorded], nowhere: Place) -> Times:
    """Ask in every way, for each episode."""
    found = Times()
    decided = partial(decide, Shelf(templates))
    conditions = Conditions({item.skill: "digest" for item in templates}, "the same")
    for episode in episodes:
        place = Place(episode.before)
        timed(partial(decided, f"{episode.prompt} and e-mail it", place), found.twisted)
        timed(partial(decided, episode.prompt, nowhere), found.missing)
        act = timed(partial(decided, episode.prompt, place), found.served)
        if not isinstance(act, Act):
            found.served.pop()
            continue
        run = Run(id=new_id())
        bare = shipped_harnesses()["bare"]
        setting = Setting(run=run, task=episode.prompt, place=place, harness=bare, conditions=conditions, kept=kept)
        acting, body = Acting(setting), body_for(episode.prompt)
        head = RequestHead(now=0.0, method="POST", target="/v1/chat/completions", headers=())
        taken = timed(partial(acting.take, "openai-chat", head.target, body, head, run), found.whole)
        assert isinstance(taken, Taken)
        assert taken.jit == f"act {act.template}"
    return found


def started(kept: tuple[Kept, ...]) -> str:
    """What so many cost at the start of a run."""
    with tempfile.TemporaryDirectory() as name:
        store = Templates(Path(name))
        for item in kept:
            store.write(item.template.id, msgspec.json.encode(item))
        began = time.perf_counter()
        records = [msgspec.json.decode(store.read(id), type=Kept) for id in store.ids()]
        read = time.perf_counter()
        Shelf(item.template for item in records)
        sorted_in = (time.perf_counter() - read) * 1000
        took = (read - began) * 1000
        return f"at the start of a run: {took:.0f} ms to read {len(records)} records, {sorted_in:.0f} ms to sort them"


def main() -> None:
    """Learn, multiply, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("episodes", type=Path)
    parser.add_argument("--python", default=shutil.which("python3") or "")
    options = parser.parse_args()
    episodes = read_episodes(options.episodes)
    real = Workshop(episodes, Replayer(open_sandbox(options.python))).learn().templates
    templates = thousand(real)
    kept = tuple(promoted(learnt(template), "for the benchmark") for template in templates)
    print(f"{len(real)} templates learnt from {len(episodes)} episodes, {len(templates)} in all")
    with tempfile.TemporaryDirectory() as name:
        rounds = [measured(templates, kept, episodes, Place(Path(name))) for _ in range(ROUNDS)]
    for what, words in WORDS.items():
        print(said(words, [millis for times in rounds for millis in getattr(times, what)]))
    print(started(kept))


if __name__ == "__main__":
    main()
