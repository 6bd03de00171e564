"""Episodes out of one thread: cut where the user asks for something new, filled with turns, calls and results."""

import hashlib

import msgspec

from skillrt.gateway.assembly.calls import calls_of, results_of
from skillrt.gateway.assembly.prices import cost_of
from skillrt.gateway.assembly.skills import Listed, injected_in, listed_skills, loaded_by
from skillrt.gateway.assembly.threads import Step, Thread
from skillrt.store.traces import Episode, SkillUse, Turn
from skillrt.targets import Harness
from skillrt.targets.traffic import Traffic
from skillrt.wire.exchange import Request, Usage

_NS = 1_000_000
_MAX_ERROR = 2_000
_FOLDED = "folded"


def episode_id(exchange: str) -> str:
    """The id of the episode that begins with this exchange: 16 hexadecimal digits, the same each time."""
    return hashlib.blake2b(exchange.encode(), digest_size=8).hexdigest()


def episodes_of(thread: Thread, harness: Harness | None, traffic: Traffic, *, whole_thread: bool) -> list[Episode]:
    """The episodes of a thread in order; one for all of it where it is a sub-agent's (`whole_thread`)."""
    steps = thread.steps
    starts = [at for at in range(len(steps)) if at == 0 or (not whole_thread and _begins(steps, at))]
    built: list[Episode] = []
    loaded: dict[str, int] = {}
    for first, end in zip(starts, [*starts[1:], len(steps)], strict=True):
        episode = _built(thread, (first, end), harness, traffic, loaded)
        loaded |= {skill.name: 0 for skill in episode.skills if skill.loaded_at >= 0}
        built.append(episode)
    return built


def _begins(steps: list[Step], at: int) -> bool:
    """Whether the user asks for something new: the work before had ended, or was broken off."""
    if not _said(steps[at]):
        return False
    before = steps[at - 1]
    calls = {item.key for item in before.answer if item.kind == "call"}
    given = {item.key for item in steps[at].items if item.kind == "result"}
    return not calls or not calls & given


def _said(step: Step) -> str:
    """What the user says in the texts that are new in a step."""
    return "\n\n".join(item.key for item in step.new if item.kind == "user")


def _asked(step: Step) -> str:
    """What the user asks for in the first step of an episode: what follows the last answer in its history."""
    after = max((at + 1 for at, item in enumerate(step.items) if item.kind != "user"), default=0)
    texts = [item.key for item in step.items[after:] if item.kind == "user"]
    return "\n\n".join(texts) or _said(step)


def _built(
    thread: Thread, span: tuple[int, int], harness: Harness | None, traffic: Traffic, loaded: dict[str, int]
) -> Episode:
    steps = thread.steps[slice(*span)]
    first, last = steps[0].record, steps[-1].record
    begun = first.started
    turns = tuple(
        _turn(steps, at, thread.steps[span[1]] if span[1] < len(thread.steps) else None, harness, traffic)
        for at in range(len(steps))
    )
    usage = sum_usage([step.record.response.usage for step in steps if step.record.response])
    final = turns[-1].text if not turns[-1].calls and not turns[-1].error else ""
    return Episode(
        id=episode_id(first.id),
        run=first.run,
        harness=first.harness,
        model=first.model,
        prompt=_asked(steps[0]),
        started=begun // _NS,
        turns=turns,
        final=final,
        skills=_skills(steps, turns, harness, traffic, loaded),
        usage=usage,
        cost=_cost(steps),
        first_token=round(first.first_byte_ms) if first.first_byte_ms >= 0 else -1,
        took=round((last.started - begun) / _NS + max(last.total_ms, 0)),
        retries=sum(thread.retries.get(step.record.id, 0) for step in steps),
        session=first.session,
        agent=first.agent,
        jit=next((turn.jit for turn in reversed(turns) if turn.jit), ""),
        whole=bool(final) or (not turns[-1].calls and not turns[-1].error),
    )


def _turn(steps: list[Step], at: int, following: Step | None, harness: Harness | None, traffic: Traffic) -> Turn:
    step = steps[at]
    record = step.record
    after = steps[at + 1] if at + 1 < len(steps) else following
    results = results_of(after.items, traffic) if after else {}
    calls = calls_of(step.answer, results, harness, traffic)
    if after and len(calls) == 1 and calls[0].answered and record.total_ms >= 0:
        millis = round((after.record.started - record.started) / _NS - record.total_ms)
        calls = (msgspec.structs.replace(calls[0], millis=max(millis, 0)),)
    response = record.response
    return Turn(
        exchange=record.id,
        text="\n".join(item.key for item in step.answer if item.kind == "assistant"),
        calls=calls,
        said=_said(step) if at else "",
        error=_error(step),
        status=record.status,
        stop=response.stop if response else "",
        began=round((record.started - steps[0].record.started) / _NS),
        took=round(record.total_ms) if record.total_ms >= 0 else -1,
        usage=(response.usage if response else None) or Usage(),
        jit=record.jit if record.jit != _FOLDED else "",
    )


def _error(step: Step) -> str:
    record = step.record
    if record.response and record.response.error:
        error = record.response.error
        return ": ".join(filter(None, (error.type or error.code, error.message)))[:_MAX_ERROR] or "error"
    if record.error:
        return record.error[:_MAX_ERROR]
    if record.status >= 400:
        return record.response_body.decode("utf-8", "replace")[:_MAX_ERROR] or f"HTTP {record.status}"
    if record.response:
        return ""
    return "its answer could not be read" if record.response_body else "no answer came"


def _skills(
    steps: list[Step], turns: tuple[Turn, ...], harness: Harness | None, traffic: Traffic, loaded: dict[str, int]
) -> tuple[SkillUse, ...]:
    requests = [step.record.request for step in steps if step.record.request]
    listed: dict[str, Listed] = {}
    for request in _ends(requests):
        listed.update((item.name, item) for item in listed_skills(request, traffic))
    found = dict.fromkeys(listed, -1) | {name: at for name, at in loaded.items() if name in listed}
    for request in _ends(requests):
        found |= {name: 0 for name in injected_in(request, list(listed.values()), traffic)}
    for at, turn in enumerate(turns):
        for call in turn.calls:
            for name in loaded_by(call, list(listed.values()), harness):
                if found.get(name, -1) < 0:
                    found[name] = at
    return tuple(SkillUse(name=name, loaded_at=at) for name, at in found.items())


def _ends(requests: list[Request]) -> list[Request]:
    """The first and the last: what is listed hardly changes between, and the last holds all that was said."""
    return requests[:1] + requests[-1:] if len(requests) > 1 else requests


def sum_usage(many: list[Usage | None]) -> Usage:
    """The tokens of several answers."""
    known = [usage for usage in many if usage]
    return Usage(
        input=sum(usage.input for usage in known),
        output=sum(usage.output for usage in known),
        cache_read=sum(usage.cache_read for usage in known),
        cache_write=sum(usage.cache_write for usage in known),
        thinking=sum(usage.thinking for usage in known),
    )


def _cost(steps: list[Step]) -> float | None:
    total = 0.0
    for step in steps:
        response = step.record.response
        if response and response.usage:
            cost = cost_of(response.model or step.record.model, response.usage)
            if cost is None:
                cost = cost_of(step.record.model, response.usage)
            if cost is None:
                return None
            total += cost
    return round(total, 8) if any(step.record.response and step.record.response.usage for step in steps) else None
