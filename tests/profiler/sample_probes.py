"""Tiny probes for the tests of the runner: a sum that is said, a file that is copied, a page that is fetched, a list
of calls made at once, and one that can be judged nowhere."""

import random

from skillrt.primitives.base import Level
from skillrt.primitives.probing import (
    PASSED,
    SERVER,
    Attempt,
    Instance,
    NearMiss,
    Probe,
    Solution,
    Step,
    Verdict,
    failed,
    skipped,
)

DATE = "2026-11-28"


def _sum(level: Level, seed: str) -> Instance:
    rng = random.Random(seed)
    terms = [rng.randint(10_000, 99_999) for _ in range(1 + int(level[1:]))]
    right = sum(terms)
    task = f"Add {' and '.join(map(str, terms))}. Answer with the number alone, without separators."
    return Instance(
        task=task,
        truth=right,
        reference=Solution(answer=str(right)),
        near_misses=(
            NearMiss("one too many", Solution(answer=str(right + 1))),
            NearMiss("the last term is missing", Solution(answer=str(right - terms[-1]))),
        ),
    )


def _judge_sum(instance: Instance, attempt: Attempt) -> Verdict:
    return PASSED if attempt.answer.strip() == str(instance.truth) else failed("the sum is wrong")


def _copy(level: Level, seed: str) -> Instance:
    rng = random.Random(seed)
    names = [f"{rng.choice('abcdefgh')}{rng.randint(100, 999)}{at}.txt" for at in range(int(level[1:]))]
    files = {f"in/{name}": f"{rng.getrandbits(64):x}\n".encode() for name in names}
    task = f"Copy each of {', '.join(names)} from the folder `in` to the folder `out`, and answer `done`."
    steps = [_written(f"out/{name}", files[f"in/{name}"].decode()) for name in names]
    reads = tuple(Step("file.read", {"path": f"in/{name}"}) for name in names)
    return Instance(
        task=task,
        truth={f"out/{name}": files[f"in/{name}"].decode() for name in names},
        reference=Solution((reads, tuple(steps)), "done"),
        near_misses=(
            NearMiss("nothing is written", Solution(answer="done")),
            NearMiss("other content", Solution(((_written(f"out/{names[0]}", "x"),),), "done")),
        ),
        files=files,
    )


def _written(path: str, content: str) -> Step:
    return Step("file.write", {"path": path, "content": content})


def _judge_copy(instance: Instance, attempt: Attempt) -> Verdict:
    wanted = dict(instance.truth)  # type: ignore[call-overload]
    wrong = [path for path, text in wanted.items() if attempt.files.get(path, b"").decode().strip() != text.strip()]
    if not any(call.operation == "file.read" and call.arguments["path"].startswith("in/") for call in attempt.calls):
        return failed("it read nothing")
    return failed(f"{wrong[0]} is not a copy") if wrong else PASSED


def _page(level: Level, seed: str) -> Instance:
    rng = random.Random(seed)
    word, path = f"{rng.getrandbits(40):x}", f"{level}-{rng.getrandbits(40):x}.txt"
    return Instance(
        task=f"Fetch {SERVER}/{path} and answer with the word on it.",
        truth=word,
        reference=Solution(((Step("web.fetch", {"url": f"{SERVER}/{path}"}),),), word),
        near_misses=(NearMiss("guessed", Solution(answer="word")), NearMiss("refused", Solution(answer="no"))),
        pages={path: word.encode()},
    )


def _judge_page(instance: Instance, attempt: Attempt) -> Verdict:
    fetched = any(call.operation == "web.fetch" and str(instance.truth) in call.result for call in attempt.calls)
    if attempt.answer.strip() != instance.truth:
        return failed("another word")
    return PASSED if fetched else failed("it was not fetched")


def _unjudged(instance: Instance, attempt: Attempt) -> Verdict:
    return skipped("there is no judge here")


SUM = Probe("reason.arithmetic", DATE, "answer", _sum, _judge_sum)
COPY = Probe("tool.file.write", DATE, "workspace", _copy, _judge_copy, ("file.read", "file.write"))
PAGE = Probe("tool.web", DATE, "calls", _page, _judge_page, ("web.fetch",))
UNJUDGED = Probe("reason.logic", DATE, "answer", _sum, _unjudged)
SEARCH = Probe("tool.browser", DATE, "calls", _page, _judge_page, ("browser.use",))

PROBES: dict[str, Probe | None] = {
    item.primitive: item for item in sorted((SUM, COPY, PAGE), key=lambda item: item.primitive)
}
