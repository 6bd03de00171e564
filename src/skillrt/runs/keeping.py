"""Keep contents of the workspace's files in the trace store, so that a run can be looked at and repeated later."""

from collections.abc import Iterable
from pathlib import Path

from skillrt.runs.workspace import Snapshot, limits
from skillrt.store.traces import TraceStore


def keep_before(store: TraceStore, workspace: Path, found: Snapshot) -> None:
    """Keep what the run found there: small files first, up to the limit of a run."""
    sized = sorted((size, path) for path in found.files if (size := _size(workspace / path)) >= 0)
    left = limits().most_kept
    for size, path in sized:
        if size > limits().largest_kept or size > left:
            return
        left -= size
        _keep(store, workspace / path)


def keep_after(store: TraceStore, workspace: Path, paths: Iterable[str]) -> None:
    """Keep what the run has written."""
    left = limits().most_kept
    for path in paths:
        size = _size(workspace / path)
        if 0 <= size <= min(left, limits().largest_kept):
            left -= size
            _keep(store, workspace / path)


def _keep(store: TraceStore, file: Path) -> None:
    try:
        data = file.read_bytes()
    except OSError:
        return  # gone, or not ours to read
    store.put_file(data)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1
