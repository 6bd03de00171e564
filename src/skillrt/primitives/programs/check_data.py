#!/usr/bin/env python3
"""Check a JSON, TOML or YAML file: its syntax, and with a schema its keys, kinds and choices; say what is wrong.

Of JSON Schema it reads type, properties, required, additionalProperties, items, enum, const and not.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, cast

KINDS: dict[str, type] = {"object": dict, "array": list, "string": str, "boolean": bool}
MOST = 50


class Wrong(Exception):
    """What is wrong with the file as a whole."""


def main() -> int:
    """Print `ok`, or one line for each fault; the status is 1 for faults, 2 for what cannot be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", help="the file to check; its ending says what it is")
    parser.add_argument("--schema", help="a JSON Schema file that it has to fit")
    parser.add_argument("--as", dest="kind", choices=("json", "toml", "yaml"), help="what it is, whatever its ending")
    parser.add_argument("--without", default="", metavar="KEY,KEY", help="keys that are not needed here")
    arguments = parser.parse_args()
    path = Path(arguments.file)
    try:
        text = path.read_text(encoding="utf-8")
        schema: dict[str, Any] = {}
        if arguments.schema:
            schema = json.loads(Path(arguments.schema).read_text(encoding="utf-8"))
        value = read(text, arguments.kind or path.suffix.lstrip(".").lower())
    except Wrong as why:
        sys.stdout.write(f"{why}\n")
        return 1
    except (OSError, UnicodeError, ImportError, ValueError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 2
    faults = check(value, schema, {key.strip() for key in arguments.without.split(",") if key.strip()})
    sys.stdout.write("\n".join(faults[:MOST] or ["ok"]) + "\n")
    return 1 if faults else 0


def read(text: str, kind: str) -> object:
    """The value of the text. Raises Wrong with the line where it is none, ImportError where nothing can read it."""
    if kind == "toml":
        import tomllib  # Python 3.11

        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Wrong(f"no TOML: {error}") from None
    if kind in ("yaml", "yml"):
        return read_yaml(text)
    try:
        return json.loads(text, object_pairs_hook=single)
    except json.JSONDecodeError as error:
        raise Wrong(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise Wrong("it is nested too deeply") from None


def read_yaml(text: str) -> object:
    """YAML is read by PyYAML, where that is installed; Python itself has no reader."""
    try:
        import yaml
    except ImportError:
        raise ImportError("PyYAML is not installed; without it YAML cannot be checked") from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Wrong(" ".join(str(error).split())) from None


def single(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The object of the pairs. Raises Wrong where a key stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        raise Wrong(f"a key stands twice: {next(key for key in names if names.count(key) > 1)}")
    return found


def check(value: object, schema: dict[str, Any], without: set[str]) -> list[str]:
    """One line for each place that does not fit the schema."""
    faults: list[str] = []
    waiting: list[tuple[str, object, dict[str, Any]]] = [("$", value, schema)]
    while waiting:
        place, item, wanted = waiting.pop()
        fault = fault_of(item, wanted)
        if fault:
            faults.append(f"{place}: {fault}")
        elif isinstance(item, dict):
            known = wanted.get("properties", {})
            members = cast("dict[str, object]", item)
            missing = [key for key in wanted.get("required", ()) if key not in members and key not in without]
            faults += [f"{place}: `{key}` is missing" for key in missing]
            other = wanted.get("additionalProperties", {})
            inside = [(f"{place}.{key}", part, known.get(key, other)) for key, part in members.items()]
            waiting += [(where, part, rule) for where, part, rule in reversed(inside) if isinstance(rule, dict)]
        elif isinstance(item, list) and isinstance(wanted.get("items"), dict):
            parts = list(enumerate(cast("list[object]", item)))
            waiting += [(f"{place}[{at}]", part, wanted["items"]) for at, part in reversed(parts)]
    return faults


def fault_of(item: object, wanted: dict[str, Any]) -> str:
    """What is wrong with a value itself; nothing where it fits."""
    kind = str(wanted.get("type"))
    if kind == "number" and (isinstance(item, bool) or not isinstance(item, (int, float))):
        return f"a number is wanted, not {name_of(item)}"
    if kind in KINDS and not isinstance(item, KINDS[kind]):
        return f"{'an' if kind[0] in 'ao' else 'a'} {kind} is wanted, not {name_of(item)}"
    if "enum" in wanted and item not in wanted["enum"]:
        return f"one of {', '.join(map(str, wanted['enum']))} is wanted, not {name_of(item)}"
    left = wanted.get("not", {}).get("const")
    return f"still to fill in: {left}" if left is not None and item == left else ""


def name_of(item: object) -> str:
    """A value in few words."""
    text = json.dumps(item, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}..."


if __name__ == "__main__":
    sys.exit(main())
