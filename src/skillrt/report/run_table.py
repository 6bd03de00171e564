"""What `skillrt run` says in the end: the answer and a table, or one JSON object."""

import msgspec

from skillrt.gateway.refusals import REPLAY
from skillrt.report.columns import columns
from skillrt.report.glyphs import lines_shown
from skillrt.report.portable import to_json
from skillrt.runs.result import Jit, RunResult, SkillRow, TemplateRow

_WORDS = {
    "ok": "done",
    "failed": "the harness failed",
    "time-out": "stopped, out of time",
    "provider": "the provider failed",
    "interrupted": "interrupted",
}
_MOST_NAMES = 8
_MOST_SHOWN = 160


def run_text(result: RunResult) -> str:
    """The answer, an empty line, and the table."""
    rows = [(key, value) for key, value in _rows(result) if value]
    answer = lines_shown((*result.answer.split("\n"), "")) if result.answer else ""
    return answer + "\n".join(line.rstrip() for line in columns(rows)) + "\n"


def run_json(result: RunResult, status: int) -> str:
    """One object; `status` is the exit status of `skillrt run`, which stands in it too."""
    return to_json({**msgspec.to_builtins(result), "exit_code": status})


def _rows(result: RunResult) -> list[tuple[str, str]]:
    model = f"{result.model} ({result.upstream}, {result.dialect}{', translated' if result.translated else ''})"
    failure, why = _line(result.failure), _line(result.outcome_why)
    word = "the recording did not fit" if REPLAY in failure else _WORDS[result.status]
    known = f": {why}" if why and why not in failure else ""
    return [
        ("run", result.id),
        ("harness", result.harness + (" with your own configuration" if result.native else "")),
        ("model", model),
        ("result", word + (f": {failure}" if failure else "")),
        ("outcome", result.outcome + known),
        ("time", f"{result.took / 1000:.1f} s"),
        ("requests", _requests(result)),
        ("tokens", _tokens(result)),
        ("cost", f"${result.cost:.4f}" if result.cost is not None else ""),
        ("tool calls", _calls(result)),
        *_templates(result.jit),
        *((("skill" if len(result.skills) == 1 else f"skill {row.name}"), _skill(row)) for row in result.skills),
        *(
            ("", f"{item.skill}: for {item.model} its own variant was put in, as it was loaded")
            for item in result.fitted
        ),
        ("changed", _some(list(result.changed))),
        ("permissions", "unattended: nobody was asked" if result.unattended else "the harness's own"),
        *(("note", note) for note in result.notes),
    ]


def _line(text: str) -> str:
    """The first line of a text, shortened; all of it is in the traces."""
    first, _, more = text.strip().partition("\n")
    return first if len(first) <= _MOST_SHOWN and not more else f"{first[:_MOST_SHOWN].rstrip()} ..."


def _requests(result: RunResult) -> str:
    if not result.exchanges:
        return "none went through the gateway"
    more = result.attempts - result.exchanges
    served = f", {result.served} of them answered by a template" if result.served else ""
    return f"{result.exchanges}{served}{f', {more} tried again' if more > 0 else ''}"


def _templates(jit: Jit) -> list[tuple[str, str]]:
    """What templates did; nothing where there was nothing to do."""
    if jit.why_off:
        return [("templates", f"off: {jit.why_off}")]
    return [("template", _template(row, jit)) for row in jit.templates]


def _template(row: TemplateRow, jit: Jit) -> str:
    state = f"; it is {'in ' if row.state == 'shadow' else ''}{row.state}" if row.state else ""
    if row.did == "answered":
        saved = ""
        if row.turns_saved is not None:
            saved = f"; the model took {row.turns_saved} answers and {row.tokens_saved} tokens for such a request"
        return f"{row.template} answered, decided in {jit.decision_ms:.1f} ms{saved}"
    if row.did == "did-a-part":
        return f"{row.template} did a part, decided in {jit.decision_ms:.1f} ms, and the model went on{state}"
    if row.did == "held-back":
        return f"{row.template} knows such requests and left this one to the model: {row.why}"
    if row.did == "handed-over":
        return f"{row.template} began and handed over to the model: {row.why}{state}"
    if row.right is None:
        return f"{row.template} predicted; {row.why}"
    if not row.right:
        return f"{row.template} predicted wrong: {row.why}{state}"
    hint = "; `--jit on` lets it answer" if row.state == "promoted" and jit.mode == "shadow" else ""
    unused = f"; it did not answer: {row.why}" if row.why else ""
    return f"{row.template} predicted right what the model did{state}{hint}{unused}"


def _tokens(result: RunResult) -> str:
    usage = result.usage
    if usage is None:
        return "not known"
    cached = f" ({usage.cache_read} of them cached)" if usage.cache_read else ""
    who = " by the harness's count" if result.counted_by == "harness" else ""
    return f"{usage.input} read{cached}, {usage.output} written{who}"


def _calls(result: RunResult) -> str:
    return f"{len(result.tool_calls)}: {_some(list(result.tool_calls))}" if result.tool_calls else "none"


def _skill(row: SkillRow) -> str:
    if row.loaded is None:
        return f"{row.name}: laid out; whether it was loaded is not known"
    how = "loaded" if row.loaded else "listed, never loaded" if row.listed else "not listed by the harness"
    return f"{row.name}: {how}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
