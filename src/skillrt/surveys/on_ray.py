"""The crew that is a Ray cluster: the same function on the same tasks, so the same bytes as on one machine.

Every machine of the cluster needs SkillRT in the same version and the collection at the same path. Ray is an optional
extra (`skillrt[ray]`), loaded only here.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from skillrt.errors import Diagnostic, UsageError
from skillrt.surveys.run import Crew
from skillrt.surveys.shard import Task, survey_shard

_AHEAD: Final = 4  # tasks under way for each processor, so that none waits for the next


@contextmanager
def ray_crew(address: str = "", jobs: int = 0) -> Generator[Crew]:
    """A crew on the cluster at `address` (`auto`: the one that this machine belongs to), or on one that is started
    for this survey, with `jobs` processors (0: all). Raises UsageError where Ray is missing or cannot be reached."""
    if find_spec("ray") is None:
        raise UsageError(Diagnostic.of("usage.missing-extra", "`--on ray` needs Ray, which is not installed"))
    ray: Any = import_module("ray")
    quiet = {"include_dashboard": False, "num_cpus": jobs or None} if not address else {}
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level="ERROR", **quiet)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        message = f"no Ray cluster at `{address or 'local'}`: {' '.join(str(error).split())[:200]}"
        raise UsageError(Diagnostic.of("usage.wrong-value", message)) from error
    try:
        yield partial(_worked, ray, jobs)
    finally:
        ray.shutdown()


def _worked(ray: Any, jobs: int, tasks: Iterable[Task]) -> Generator[bytes | None]:  # noqa: ANN401  (Ray has no types)
    """The results in order, with a bounded number of tasks under way."""
    # a worker that dies costs its task; whoever asked tries the skills of it one by one
    remote = ray.remote(max_retries=0)(survey_shard)
    most = _AHEAD * (jobs or max(1, int(ray.cluster_resources().get("CPU", 1))))
    under_way: deque[Any] = deque()
    left: Iterator[Task] = iter(tasks)
    more = True
    while more or under_way:
        while more and len(under_way) < most:
            task = next(left, None)
            more = task is not None
            if more:
                under_way.append(remote.remote(task))
        if under_way:
            yield _result(ray, under_way.popleft())


def _result(ray: Any, reference: Any) -> bytes | None:  # noqa: ANN401
    try:
        return ray.get(reference)
    except ray.exceptions.WorkerCrashedError:
        return None
