"""Data formats of answers: values written and read; nothing raises on any text."""

import json
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any, Final, cast

from skillrt.primitives.probing_parts.answers import DEEPEST, MOST, depth_of, json_of

_LONGEST_YAML: Final = 60_000
Written = Callable[[dict[str, Any]], str]
Read = Callable[[str], tuple[Any, str]]


def write_json(value: object) -> str:
    """JSON with indents."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def write_yaml(value: object) -> str:
    """YAML in block style, keys in their order."""
    import yaml

    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10_000)


def write_toml(value: dict[str, Any]) -> str:
    """TOML: plain values first, then tables and lists of tables; keys without a value are left out."""
    lines: list[str] = []
    waiting: list[tuple[str, dict[str, Any]]] = [("", value)]
    while waiting:
        head, table = waiting.pop()
        lines += [head] if head else []
        name = head.strip("[]")
        later: list[tuple[str, dict[str, Any]]] = []
        for key, one in table.items():
            path = f"{name}.{key}".strip(".")
            if isinstance(one, dict):
                later.append((f"[{path}]", cast(dict[str, Any], one)))
            elif isinstance(one, list) and one and isinstance(one[0], dict):
                later += [(f"[[{path}]]", row) for row in cast(list[dict[str, Any]], one)]
            elif one is not None:
                lines.append(f"{key} = {json.dumps(one, ensure_ascii=False)}")
        waiting += reversed(later)
    return "\n".join(lines) + "\n"


def read_json(text: str) -> tuple[Any, str]:
    """The value, and the complaint where the text is no JSON."""
    return json_of(text.strip())


def read_yaml(text: str) -> tuple[Any, str]:
    """As `read_json`; a date that is not quoted is the text that it was written as."""
    import yaml

    if len(text) > _LONGEST_YAML:
        return None, "the YAML is longer than anything that was asked for"
    if depth_of(text) > DEEPEST:
        return None, "the YAML is nested deeper than anything that was asked for"
    try:
        value = yaml.safe_load(text)
        return _without_dates(value), ""
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, KeyError, OverflowError) as error:
        return None, f"this is no YAML: {' '.join(str(error).split())[:200]}"


def _without_dates(value: Any) -> Any:  # noqa: ANN401  (what the reader gives)
    """Dates as text, wherever they stand; aliases are not followed further than anything that was asked for."""
    most = 20_000
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        pairs: list[tuple[Any, Any]] = []
        if isinstance(one, dict):
            pairs = list(cast(dict[Any, Any], one).items())
        elif isinstance(one, list):
            pairs = list(enumerate(cast(list[Any], one)))
        most -= len(pairs)
        if most < 0:
            raise ValueError("it holds more than anything that was asked for")
        for key, inner in pairs:
            if isinstance(inner, date):
                one[key] = inner.isoformat()
            elif isinstance(inner, dict | list):
                waiting.append(inner)
    return value


def read_toml(text: str) -> tuple[Any, str]:
    """As `read_json`."""
    if len(text) >= MOST or depth_of(text) > DEEPEST:
        return None, "the TOML is longer or deeper than anything that was asked for"
    try:
        return tomllib.loads(text), ""
    except (ValueError, RecursionError) as error:
        return None, f"this is no TOML: {str(error)[:200]}"


FORMATS: Final[dict[str, tuple[Written, Read]]] = {
    "JSON": (write_json, read_json),
    "YAML": (write_yaml, read_yaml),
    "TOML": (write_toml, read_toml),
}
