"""One episode as a timeline that can be read: `skillrt traces show`."""

import json
from collections.abc import Iterator, Sequence

from skillrt.gateway.outcomes import Recovery, cause_of
from skillrt.report.episode_table import outcome_word, seconds, time_of
from skillrt.report.glyphs import visible
from skillrt.store.traces import Call, Episode, FileChange, Turn

_LINES, _WIDTH = 6, 160


def timeline(
    episode: Episode, *, recoveries: Sequence[Recovery] = (), children: Sequence[Episode] = (), full: bool = False
) -> str:
    """The episode from request to outcome; long texts are cut unless `full`. Ends with a newline."""
    # what a model or a tool wrote must not reach a terminal as it is
    return "\n".join(map(visible, _lines(episode, recoveries, children, full=full))) + "\n"


def _lines(
    episode: Episode, recoveries: Sequence[Recovery], children: Sequence[Episode], *, full: bool
) -> Iterator[str]:
    yield from _head(episode)
    yield ""
    yield from _text("request", episode.prompt, full=full)
    for at, turn in enumerate(episode.turns):
        yield from _turn(at, turn, full=full)
        for item in recoveries:
            if item.worked_turn == at:
                yield f"    recovered from turn {item.failed_turn + 1} ({item.cause.key}): {change_words(item)}"
        for child in children:
            if at == _last_before(child, episode):
                yield f"    ↳ agent {child.id} ({outcome_word(child)}): {' '.join(child.prompt.split())[:_WIDTH]}"
    yield ""
    yield from _end(episode)


def _head(episode: Episode) -> Iterator[str]:
    yield f"episode {episode.id}  {time_of(episode.started)} UTC"
    names = [f"{episode.model or '?'}@{episode.harness or '?'}"]
    names += [f"run {episode.run}"] if episode.run else []
    names += [f"session {episode.session}"] if episode.session else []
    names += [f"started by {episode.parent}"] if episode.parent else []
    yield "  ".join(names)
    for skill in episode.skills:
        when = f"loaded in turn {skill.loaded_at + 1}" if skill.loaded_at >= 0 else "listed, never loaded"
        when += f", fitted for {skill.fitted}" if skill.fitted else ""
        yield f"skill {skill.name}: {when}{f', variant {skill.variant}' if skill.variant else ''}"


def _turn(at: int, turn: Turn, *, full: bool) -> Iterator[str]:
    clock = f"+{seconds(turn.began)}" if turn.began >= 0 else ""
    is_local = turn.jit.startswith(("act ", "answer "))
    took = f"{'template' if is_local else 'model'} {seconds(turn.took)}" if turn.took >= 0 else ""
    tokens = f"{turn.usage.input} in, {turn.usage.output} out" if turn.usage.input or turn.usage.output else ""
    yield ""
    yield f"{at + 1:>3} " + "  ".join(filter(None, (clock, took, tokens))).rstrip()
    if turn.jit:
        yield from (f"    {_jit_words(line)}" for line in turn.jit.splitlines())
    if turn.said:
        yield from _text("user adds", turn.said, full=full)
    if turn.error:
        yield from _text(f"no answer ({turn.status})", turn.error, full=full)
    if turn.text:
        yield from _text("says", turn.text, full=full)
    for call in turn.calls:
        yield from _call(call, full=full)


def _jit_words(jit: str) -> str:
    what, _, rest = jit.partition(" ")
    words = {
        "act": "answered here: template {} acts, no model was asked",
        "answer": "answered here: template {} concludes, no model was asked",
        "part": "template {} did a part, the model goes on",
        "hand-over": "handed over to the model by template {}",
        "predict": "predicted in shadow by template {}",
        "held-back": "did not act: template {}",
        "off:": "no templates in this session: {}",
    }
    return words[what].format(rest) if what in words else jit


def _call(call: Call, *, full: bool) -> Iterator[str]:
    yield from _text(call.tool, _arguments(call.arguments), full=full)
    if not call.answered:
        yield "      (no result)"
        return
    word = "failed" if cause_of(call) else "gives"
    word += f" {call.exit}" if call.exit else ""
    took = f" after {seconds(call.millis)}" if call.millis >= 0 else ""
    result = "\n".join(filter(None, (call.result, call.stderr)))
    yield from _text(f"  {word}{took}", result or "(nothing)", full=full)


def _arguments(text: str) -> str:
    """A command as it is typed; other arguments as they were written."""
    try:
        arguments = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(arguments, dict) and len(arguments) == 1:  # pyright: ignore[reportUnknownArgumentType]
        (value,) = arguments.values()  # pyright: ignore[reportUnknownVariableType]
        return value if isinstance(value, str) else text
    return text


def _end(episode: Episode) -> Iterator[str]:
    yield f"outcome: {outcome_word(episode)}"
    for item in episode.outcome.evidence:
        turn = f", turn {item.turn + 1}" if item.turn >= 0 else ""
        yield f"  {item.source}{turn}: {item.text}"
    cost = "cost unknown" if episode.cost is None else f"${episode.cost:.4f}"
    usage = episode.usage
    yield (
        f"{seconds(episode.took)} in all, first token {seconds(episode.first_token)}, "
        f"{usage.input} tokens in ({usage.cache_read} cached), {usage.output} out, {cost}, {episode.retries} retries"
    )
    for call in episode.side_calls:
        yield f"beside: {call.kind} ({call.usage.input} tokens in, {call.usage.output} out)"
    for item in episode.changes:
        yield f"file {_change(item)}: {item.path}"


def _change(item: FileChange) -> str:
    return "changed" if item.before and item.after else "new" if item.after else "removed"


def change_words(item: Recovery) -> str:
    """What was changed, in words."""
    words: list[str] = []
    for change in item.changes:
        if change.kind == "between":
            words.append(f"after `{change.after}`")
        elif change.kind == "again":
            words.append("the same again")
        elif change.kind == "replaced":
            words.append(f"`{change.before}` → `{change.after}`")
        else:
            words.append(f"{change.kind} `{change.after or change.before}`")
    return ", ".join(words)


def _last_before(child: Episode, episode: Episode) -> int:
    """The turn during which a sub-agent was started."""
    since = child.started - episode.started
    begun = [at for at, turn in enumerate(episode.turns) if 0 <= turn.began <= since]
    return begun[-1] if begun else 0


def _text(label: str, text: str, *, full: bool) -> Iterator[str]:
    lines = text.splitlines() or [""]
    shown = lines if full else [line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…" for line in lines[:_LINES]]
    yield f"    {label}: {shown[0]}"
    for line in shown[1:]:
        yield f"      {line}"
    if len(lines) > len(shown):
        yield f"      … {len(lines) - len(shown)} more lines"
