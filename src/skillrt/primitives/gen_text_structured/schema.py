"""The JSON Schema of data that an author shows: what it has, an answer needs as well."""

import json
import re
import tomllib
from typing import Final, cast

_OPEN: Final = re.compile(
    r"<[^<>]+>\Z|\.\.\.\Z|…\Z|\[[^\[\]]+\]\Z|\{\{?[^{}]+\}?\}\Z|(?:your|my)[-_ ]\w|YOUR_|TODO\b", re.I
)
_CHOICE: Final = re.compile(r"[\w.-]{1,30}(?: ?\| ?[\w.-]{1,30}){1,9}\Z")
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DEPTH: Final = 12
_MOST_SIZE: Final = 50_000
_ALIAS: Final = re.compile(r"(?:^|[\s:\[,-])[&*][A-Za-z_]", re.M)
Schema = dict[str, object]


def value_of(text: str, language: str) -> object:
    """The data of a text; None where it is none, has no parts, or is too large to look at."""
    if len(text) > _MOST_SIZE:
        return None
    try:
        if language == "toml":
            value: object = tomllib.loads(text)
        elif language == "yaml":
            value = _yaml(text)
        elif language == "json":
            value = json.loads(text)
        else:
            return None
    except (ValueError, RecursionError):
        return None
    return cast("object", value) if isinstance(value, dict | list) and value else None


def schema_text(value: object) -> str:
    """The schema of a value, as the text of a file. A form needs all its keys; of an example some may be left out."""
    schema = schema_of(value)
    text = json.dumps(schema, ensure_ascii=False)
    is_form = '"not": {"const"' in text or '"enum": [' in text
    whole = {"$schema": _DIALECT, **(schema if is_form else _without_required(schema))}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _without_required(schema: Schema) -> Schema:
    found = {key: part for key, part in schema.items() if key != "required"}
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = _without_required(cast("Schema", found[key]))
    if isinstance(found.get("properties"), dict):
        members = cast("dict[str, Schema]", found["properties"])
        found["properties"] = {name: _without_required(part) for name, part in members.items()}
    return found


def schema_of(value: object, depth: int = 0) -> Schema:
    """What a value like this has to be. Places to fill in must not stay; `a | b` are choices; objects whose keys are
    names of the author's have the form of their members."""
    if depth > _DEPTH:
        return {}
    if isinstance(value, bool):
        return {"type": "boolean"}
    if isinstance(value, int | float):
        return {"type": "number"}
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, list):
        items = [schema_of(item, depth + 1) for item in cast("list[object]", value)]
        return {"type": "array", **({"items": _merged(items)} if items else {})}
    if not isinstance(value, dict):
        return {}
    members = {str(key): schema_of(item, depth + 1) for key, item in cast("dict[object, object]", value).items()}
    if _is_map(members):
        return {"type": "object", "additionalProperties": _merged(list(members.values()))}
    return {"type": "object", "properties": members, "required": list(members)} if members else {"type": "object"}


def _of_text(value: str) -> Schema:
    if _CHOICE.match(value):
        return {"type": "string", "enum": [word.strip() for word in value.split("|")]}
    return {"type": "string", "not": {"const": value}} if _OPEN.match(value) else {"type": "string"}


def _is_map(members: dict[str, Schema]) -> bool:
    """Whether the keys are data: placeholders, or several with members of one form."""
    if any(_OPEN.match(key) for key in members):
        return True
    forms = {tuple(cast("list[str]", item.get("required", []))) for item in members.values()}
    return len(members) > 1 and len(forms) == 1 and bool(next(iter(forms)))


def _merged(items: list[Schema]) -> Schema:
    """What all of them fit: the keys of every object, needed where all have them."""
    if any(item.get("type") != items[0].get("type") for item in items):
        return {}
    if items[0].get("type") != "object" or any("properties" not in item for item in items):
        return items[0] if all(item == items[0] for item in items) else _kind_of(items[0])
    found: dict[str, list[Schema]] = {}
    for item in items:
        for key, part in cast("dict[str, Schema]", item["properties"]).items():
            found.setdefault(key, []).append(part)
    needed = [key for key, parts in found.items() if len(parts) == len(items)]
    return {"type": "object", "properties": {key: _merged(parts) for key, parts in found.items()}, "required": needed}


def _kind_of(item: Schema) -> Schema:
    return {"type": item["type"]} if "type" in item else {}


def _yaml(text: str) -> object:
    import yaml  # loaded where it is needed: start-up

    if _ALIAS.search(text):
        return None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None
