"""Which thread started which: by the harness's own ids, else by the words that a call handed over."""

from skillrt.gateway.assembly.calls import arguments_of, operation_of, unwrapped
from skillrt.gateway.assembly.threads import Thread
from skillrt.store.traces import Episode
from skillrt.targets import Harness
from skillrt.targets.traffic import Traffic
from skillrt.wire.exchange import ToolCall

_MIN_WORDS = 8  # characters; shorter texts are equal by chance


def parent_of(thread: Thread, threads: list[Thread], harness: Harness | None, traffic: Traffic) -> Thread | None:
    """The thread whose agent started this one; None where it is a user's."""
    others = [item for item in threads if item is not thread and item.started <= thread.started and not item.side]
    if thread.parent_agent:
        named = [item for item in others if item.agent == thread.parent_agent]
        if named:
            return named[-1]
    words = _first_words(thread)
    for other in others:
        if words and any(words in text or text in words for text in _handed_over(other, harness, traffic)):
            return other
    # an id of its own in a session that is another agent's
    same = [item for item in others if item.session == thread.session and not item.agent]
    return same[0] if thread.session and thread.agent and not thread.parent_agent and same else None


def episode_at(episodes: list[Episode], started_ms: int) -> Episode | None:
    """The episode that was under way at a time: the last that had begun, else the first."""
    begun = [episode for episode in episodes if episode.started <= started_ms]
    return begun[-1] if begun else next(iter(episodes), None)


def _first_words(thread: Thread) -> str:
    texts = [item.key for item in thread.steps[0].items if item.kind == "user"]
    words = texts[-1] if texts else ""
    return words if len(words) >= _MIN_WORDS else ""


def _handed_over(thread: Thread, harness: Harness | None, traffic: Traffic) -> list[str]:
    """The long texts in the arguments of calls that start another agent."""
    found: list[str] = []
    for step in thread.steps:
        for item in step.answer:
            if isinstance(item.part, ToolCall):
                name, arguments = unwrapped(item.part, traffic)
                if operation_of(name, harness) == "agent.delegate":
                    values = arguments_of(arguments).values()
                    found += [value for value in values if isinstance(value, str) and len(value) >= _MIN_WORDS]
    return [text.strip() for text in found]
