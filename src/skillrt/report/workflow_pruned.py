"""What `skillrt workflow prune` says: how many runs went and stayed, and their sizes."""

import json

import msgspec

from skillrt.workflow.pruning import Pruned


def pruned_text(found: Pruned, *, dry: bool) -> str:
    """Two lines at most."""
    went = "would be forgotten" if dry else "forgotten"
    text = f"{_runs(found.gone)} {went} ({_size(found.gone_bytes)}), {found.kept} kept ({_size(found.kept_bytes)})\n"
    if found.spared:
        text += f"{_runs(found.spared)} spared: at work, or broken off and to be gone on with (--broken-off)\n"
    return text


def pruned_json(found: Pruned) -> str:
    """The same as one object."""
    return json.dumps(msgspec.to_builtins(found), indent=2) + "\n"


def _runs(number: int) -> str:
    return "1 run" if number == 1 else f"{number} runs"


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB"
