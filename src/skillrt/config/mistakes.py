"""What is wrong in a settings file, each mistake at its place and in words."""

import re
import warnings
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Final, cast, get_args

import msgspec

from skillrt.config.gateway_settings import ADDRESS, DialectName, GatewaySettings, KeyHeader, UpstreamSettings
from skillrt.config.jit_settings import JitMode, JitSettings
from skillrt.config.settings import WEIGHTS, FailOn, Ignore, Level, Settings
from skillrt.config.settings_source import SettingsSource
from skillrt.config.toml_places import Path as KeyPath
from skillrt.config.traces_settings import TracesSettings
from skillrt.errors import Diagnostic, Place, catalogue

PATTERNS: Final = {ADDRESS: "an address that begins with `http://` or `https://`"}
"""What a pattern of the settings asks for."""
_CHOICES: Final[dict[str, object]] = {
    "fail-on": FailOn,
    "level": Level,
    "dialects": DialectName,
    "key-header": KeyHeader,
    "mode": JitMode,
}
_TYPES: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
    "datetime": "a date",
    "date": "a date",
    "time": "a time",
}
_ZERO = re.compile(r"\\(?:u0000|U00000000)")
_VALUE_PATH = re.compile(r" - at `\$(.*)`$")
_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_TYPE = re.compile(r"`(\w+(?: \| \w+)*)`")
_PATTERN = re.compile(r"`str` matching regex '(.*)'$")


def mistakes(source: SettingsSource, table: dict[str, Any]) -> Iterator[Diagnostic]:
    """Keys, codes and targets that there are not, and text that means nothing; what has a wrong type is left to
    `wrong_value`."""
    yield from _unknown_keys(source, table)
    yield from _wrong_codes(source, table)
    yield from _wrong_targets(source, table)
    yield from _wrong_patterns(source, table)
    yield from _zeros(source, table)


def wrong_value(source: SettingsSource, table: dict[str, Any], message: str) -> Diagnostic:
    """What msgspec says of a value, in words and at the key that it is about."""
    found = _VALUE_PATH.search(message)
    words = _plain(message[: found.start()] if found else message)
    path = _path(table, found.group(1), message) if found else ()
    setting = ".".join(step for step in path if isinstance(step, str))
    wrong = f"`{setting}` has a wrong value: {words}" if setting else words
    last = next((step for step in reversed(path) if isinstance(step, str)), "")
    hint = "values: " + ", ".join(get_args(_CHOICES[last])) if last in _CHOICES else ""
    return source.problem("config.wrong-value", wrong, source.at(path), hint)


def _path(table: dict[str, Any], steps: str, message: str) -> KeyPath:
    """The keys and indices that msgspec's path names, as far as they are known."""
    path: KeyPath = ()
    for name, index in _PATH_STEP.findall(steps):
        step = int(index) if index.isdigit() else name or _wrong_key(table, path, message)
        if step is None:
            break
        path = (*path, step)
    return path


def _wrong_key(table: dict[str, Any], path: KeyPath, message: str) -> str | None:
    """The key of the table at `path` whose value is meant: msgspec names keys of the user's own choice `[...]`."""
    found: object = table
    for step in path:
        found = _tables(found).get(str(step))
    for key, value in _tables(found).items():
        alone: object = {key: value}
        for step in reversed(path):
            alone = {step: alone}
        try:
            msgspec.convert(alone, Settings)
        except msgspec.ValidationError as error:
            if str(error) == message:
                return key
    return None


def _plain(words: str) -> str:
    """msgspec's words without its names of types, and without regular expressions."""
    asked = _PATTERN.search(words)
    if asked and asked.group(1) in PATTERNS:
        words = words[: asked.start()] + PATTERNS[asked.group(1)]
    words = words.replace("Object missing required field", "it lacks").replace("of length >= 1", "that is not empty")
    plain = _TYPE.sub(lambda match: _type(match.group(1)) or match.group(), words)
    return plain[:1].lower() + plain[1:]


def _type(names: str) -> str:
    return " or ".join(_TYPES[name] for name in names.split(" | ") if name in _TYPES)


def _unknown_keys(source: SettingsSource, table: dict[str, Any]) -> Iterator[Diagnostic]:
    yield from _unknown(source, table, (), Settings)
    for index, item in _ignores(table):
        yield from _unknown(source, item, ("ignore", index), Ignore)
    yield from _unknown(source, _tables(table.get("jit")), ("jit",), JitSettings)
    yield from _unknown(source, _tables(table.get("traces")), ("traces",), TracesSettings)
    gateway = _tables(table.get("gateway"))
    yield from _unknown(source, gateway, ("gateway",), GatewaySettings)
    for name, item in _tables(gateway.get("upstreams")).items():
        yield from _unknown(source, _tables(item), ("gateway", "upstreams", name), UpstreamSettings)


def _tables(value: object) -> dict[str, object]:
    """A table; what is none is left to the conversion to complain about."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _ignores(table: dict[str, Any]) -> Iterator[tuple[int, dict[str, object]]]:
    """The entries of `ignore` with their index; what is no table is left to the conversion to complain about."""
    for index, item in enumerate(_items(table.get("ignore"))):
        if isinstance(item, dict):
            yield index, cast("dict[str, object]", item)


def _encoded_names(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(item.encode_name for item in msgspec.structs.fields(kind))


def _unknown(
    source: SettingsSource, table: dict[str, Any], path: KeyPath, kind: type[msgspec.Struct]
) -> Iterator[Diagnostic]:
    known = _encoded_names(kind)
    for key in table:
        if key not in known:
            yield _unknown_key(source, (*path, key), known)


def _unknown_key(source: SettingsSource, path: KeyPath, known: Iterable[str]) -> Diagnostic:
    """A key that its table does not know: misspelt, or written where it does not belong."""
    key, around = str(path[-1]), [step for step in path[:-1] if isinstance(step, str)]
    where = f" in `{'.'.join(around)}`" if around else ""
    near = get_close_matches(key.replace("_", "-").lower(), known, 1)
    hints = [f"did you mean `{near[0]}`?"] if near else []
    if around and key in _encoded_names(Settings):
        hints.append(f"`{key}` is a setting of the file itself: write it above the first table")
    elif not around and _is_code(key):
        hints.append(f'codes stand in the table `[severity]`, in quotes: "{key}" = "note"')
    hint = "; ".join(hints) or "keys: " + ", ".join(known)
    return source.problem("config.unknown-key", f"there is no setting `{key}`{where}", source.at(path), hint)


def _wrong_codes(source: SettingsSource, table: dict[str, Any]) -> Iterator[Diagnostic]:
    for code, weight in _tables(table.get("severity")).items():
        place = source.at(("severity", code))
        if isinstance(weight, dict):
            yield from _unquoted(source, code, _tables(cast("object", weight)))
        elif weight in WEIGHTS:
            yield from _unknown_code(source, code, place)
        elif code in _encoded_names(Settings):
            yield _unknown_key(source, ("severity", code), ())
        else:
            yield from _unknown_code(source, code, place)
            message = f"`{code}` cannot have the severity {_shown(weight)}"
            yield source.problem("config.wrong-value", message, place, "severities: " + ", ".join(WEIGHTS))
    for index, item in _ignores(table):
        code = item.get("code")
        if isinstance(code, str) and code:
            yield from _unknown_code(source, code, source.at(("ignore", index, "code")))


def _unquoted(source: SettingsSource, family: str, weights: dict[str, object]) -> Iterator[Diagnostic]:
    """Codes of a family without quotes: TOML takes what stands behind the dot for a key of a table."""
    for name, weight in weights.items():
        code = f"{family}.{name}"
        level = weight if weight in WEIGHTS else "note"
        message = f"the code `{code}` needs quotes: without them its dot makes a table in a table"
        place = source.at(("severity", family, name))
        yield source.problem("config.wrong-value", message, place, f'write "{code}" = "{level}" below `[severity]`')


def _shown(value: object) -> str:
    """A value of TOML in a message."""
    if isinstance(value, bool):
        return "`true`" if value else "`false`"
    if isinstance(value, int) and value.bit_length() > 64:  # which Python may refuse to write in decimal
        return "of a number that large"
    return f"`{value}`" if isinstance(value, str | int | float) else "of a list or a date"


def _wrong_patterns(source: SettingsSource, table: dict[str, Any]) -> Iterator[Diagnostic]:
    """Patterns that are none: nothing would be left out, or all."""
    found: list[tuple[KeyPath, object]]
    found = [(("exclude", index), item) for index, item in enumerate(_items(table.get("exclude")))]
    found += [(("ignore", index, "path"), item.get("path")) for index, item in _ignores(table)]
    for path, item in found:
        if isinstance(item, str) and not _is_pattern(item):
            message = f"`{item}` is no pattern like those of .gitignore"
            yield source.problem("config.wrong-value", message, source.at(path))


def _is_pattern(text: str) -> bool:
    from pathspec import GitIgnoreSpec  # loaded where it is needed: start-up

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # that of `[[`, which is meant as it is written
        try:
            GitIgnoreSpec.from_lines([text])
        except (ValueError, re.error):
            return False
    return True


def _zeros(source: SettingsSource, table: dict[str, Any]) -> Iterator[Diagnostic]:
    """Text with the character U+0000, which no path, name or address can hold. TOML has it as an escape only."""
    left: list[tuple[KeyPath, object]] = [((), table)] if _ZERO.search(source.text) else []
    while left:
        path, value = left.pop()
        if isinstance(value, str) and "\0" in value:
            setting = ".".join(step for step in path if isinstance(step, str))
            message = f"`{setting}` has a wrong value: it holds the character U+0000"
            yield source.problem("config.wrong-value", message, source.at(path))
        left += [((*path, key), item) for key, item in _tables(value).items()]
        left += [((*path, index), item) for index, item in enumerate(_items(value))]


def _items(value: object) -> list[object]:
    """A list; what is none is left to the conversion to complain about."""
    return cast("list[object]", value) if isinstance(value, list) else []


def _wrong_targets(source: SettingsSource, table: dict[str, Any]) -> Iterator[Diagnostic]:
    """Entries of `targets` that cannot be targets; which models and harnesses there are is not known here."""
    for index, item in enumerate(_items(table.get("targets"))):
        if isinstance(item, str) and not all(item.strip().rpartition("@")):
            message = f"`{item}` is not of the form MODEL@HARNESS"
            yield source.problem("config.wrong-value", message, source.at(("targets", index)))


def _unknown_code(source: SettingsSource, code: str, place: Place) -> Iterator[Diagnostic]:
    if not _is_code(code):
        near = get_close_matches(code, [*catalogue(), *sorted(_families())], 1)
        hint = f"did you mean `{near[0]}`?" if near else "`skillrt explain --list` lists the codes"
        yield source.problem("config.unknown-code", f"there is no code or family `{code}`", place, hint)


def _is_code(name: str) -> bool:
    return name in catalogue() or name in _families()


def _families() -> frozenset[str]:
    return frozenset(known.split(".", 1)[0] for known in catalogue())
