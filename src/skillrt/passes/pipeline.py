"""Pipelines: the table of passes, the pipeline string, and running one with the verifier between passes."""

import dataclasses
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint
from types import MappingProxyType
from typing import Any, Final, cast, get_type_hints

from skillrt.config.plugins import guarded, plugins, unfit
from skillrt.errors import Diagnostic, MachineError, Place, UsageError
from skillrt.ir import Module
from skillrt.passes.base import Pass, PassContext
from skillrt.verify import verify

ENTRY_POINT_GROUP: Final = "skillrt.passes"
# name -> where it is, in the order in which `skillrt opt --list` shows them; loaded when a pipeline names them
PASSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "link": "skillrt.passes.link:Link",
        "retarget": "skillrt.passes.retarget:Retarget",
        "infer-requirements": "skillrt.passes.infer_requirements:InferRequirements",
        "lower-capabilities": "skillrt.passes.lower_capabilities:LowerCapabilities",
        "bind-environment": "skillrt.passes.bind_environment:BindEnvironment",
        "extract-concurrency": "skillrt.passes.extract_concurrency:ExtractConcurrency",
        "lower-concurrency": "skillrt.passes.lower_concurrency:LowerConcurrency",
        "shake": "skillrt.passes.shake:Shake",
        "audit": "skillrt.passes.audit:Audit",
        "add-programs": "skillrt.passes.add_programs:AddPrograms",
    }
)
_TO_THE_TEXT: Final = (
    "link,retarget,infer-requirements,lower-capabilities,bind-environment,extract-concurrency,lower-concurrency"
)
# optimisation level -> pipeline
LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "O0": "link,retarget",
        "O1": f"{_TO_THE_TEXT},shake",
        "Os": f"{_TO_THE_TEXT},shake{{cold=true}}",
    }
)
LATER_LEVELS: Final = ("O2", "O3")
_TOKEN = re.compile(r"\s*([A-Za-z][\w.-]*)\s*(\{[^{}]*\})?\s*(,|\Z)")
_OPTION = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*([^,=]*?)\s*\Z")

After = Callable[[Pass, Module], None]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A sequence of passes. `str()` gives the string that builds it again."""

    passes: tuple[Pass, ...]

    def __str__(self) -> str:
        return ",".join(_spelled(item) for item in self.passes)


def pass_names() -> tuple[str, ...]:
    """Every pass that a pipeline can name, built-in ones first."""
    return (*PASSES, *sorted(set(_plugins()) - set(PASSES)))


def describe_passes() -> tuple[tuple[str, str], ...]:
    """Every pass with the first line of its docstring, or with why it cannot be used."""
    return tuple((name, _described(name)) for name in pass_names())


def parse_pipeline(text: str) -> Pipeline:
    """Read `link,retarget{from=codex}`. Raises UsageError with the place in the string and the nearest name."""
    found: list[Pass] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _usage(
                "usage.pipeline-syntax", f"cannot read the pipeline from `{text[position:][:30]}`", text, position
            )
        found.append(_build(match.group(1), match.group(2) or "", text, match.start(1)))
        position = match.end()
        if position == len(text) and match.group(3) == ",":
            raise _usage("usage.pipeline-syntax", "the pipeline ends with a comma", text, position - 1)
    if not found:
        raise _usage("usage.pipeline-syntax", "the pipeline is empty", text, 0)
    return Pipeline(tuple(found))


def run_pipeline(module: Module, pipeline: Pipeline, ctx: PassContext, after: After | None = None) -> Module:
    """Run the passes with the verifier before the first and after each.

    `after` sees each pass with the module that it left. Raises UsageError where a pass needs what `ctx` lacks,
    VerifyError where a pass breaks a promise, and MachineError where one of another package fails.
    """
    for item in pipeline.passes:
        missing = sorted(need for need in item.needs if not ctx.has(need))
        if missing:
            what = ", ".join(missing)
            raise UsageError(Diagnostic.of("usage.pass-needs", f"the pass `{item.name}` needs a {what}"))
    source = module
    verify(source, source)
    for item in pipeline.passes:
        before, module = module, _run(item, module, ctx)
        verify(source, module, item.name, before)
        if after:
            after(item, module)
    return module


@cache
def _plugins() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in plugins(ENTRY_POINT_GROUP)}


def _load(name: str) -> type[Pass] | None:
    if name in PASSES:
        module, _, attribute = PASSES[name].partition(":")
        return getattr(import_module(module), attribute)
    entry = _plugins().get(name)
    if entry is None:
        return None
    kind = guarded(entry, entry.load)
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind) and getattr(kind, "name", "") == name):
        raise unfit(entry, f"it offers no dataclass whose `name` is `{name}`")
    return cast("type[Pass]", kind)


def _run(item: Pass, module: Module, ctx: PassContext) -> Module:
    entry = None if item.name in PASSES else _plugins().get(item.name)
    return guarded(entry, lambda: item.run(module, ctx)) if entry else item.run(module, ctx)


def _described(name: str) -> str:
    try:
        return _summary(_load(name))
    except MachineError as error:
        return str(error)


def _summary(kind: type[Pass] | None) -> str:
    words = (kind.__doc__ or "").strip().partition("\n")[0] if kind else ""
    # a dataclass without a docstring is given its signature for one
    return "" if kind and words.startswith(f"{kind.__name__}(") else words


def _build(name: str, options: str, text: str, position: int) -> Pass:
    kind = _load(name)
    if kind is None:
        near = difflib.get_close_matches(name, pass_names(), 1)
        hint = f"did you mean `{near[0]}`?" if near else "passes: " + ", ".join(pass_names())
        raise _usage("usage.unknown-pass", f"there is no pass `{name}`", text, position, hint)
    return kind(**_options(kind, options, text, position))


def _options(kind: type[Pass], options: str, text: str, position: int) -> dict[str, Any]:
    fields = {_dashed(item.name): item.name for item in dataclasses.fields(kind)}
    hints = _types(kind)
    values: dict[str, Any] = {}
    for part in options.strip("{}").split(",") if options.strip("{} ") else ():
        match = _OPTION.match(part)
        key = match.group(1).replace("_", "-") if match else part.strip()
        if match is None or key not in fields:
            known = ", ".join(fields) or "none"
            raise _usage(
                "usage.pass-option", f"`{kind.name}` has no option `{key}` (options: {known})", text, position
            )
        try:
            values[fields[key]] = _value(match.group(2), hints[fields[key]])
        except ValueError:
            message = f"`{kind.name}` cannot take `{match.group(2)}` for `{key}`"
            raise _usage("usage.pass-option", message, text, position) from None
    return values


@cache
def _types(kind: type[Pass]) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(text: str, kind: Any) -> str | bool | int | float:  # noqa: ANN401  (a type, as the dataclass declares it)
    if kind is bool:
        if text.lower() not in {"true", "false"}:
            raise ValueError(text)
        return text.lower() == "true"
    return kind(text) if kind in {int, float} else text


def _spelled(item: Pass) -> str:
    changed = [
        f"{_dashed(field.name)}={str(value).lower() if isinstance(value, bool) else value}"
        for field in dataclasses.fields(item)
        if (value := getattr(item, field.name)) != field.default
    ]
    return f"{item.name}{{{','.join(changed)}}}" if changed else item.name


def _dashed(name: str) -> str:
    # a field named like a Python keyword ends in `_`
    return name.rstrip("_").replace("_", "-")


def _usage(code: str, message: str, text: str, position: int, hint: str = "") -> UsageError:
    place = Place("pipeline", 1, position + 1, 1, position + 1)
    return UsageError(Diagnostic.of(code, message, place, excerpt=text, hint=hint))
