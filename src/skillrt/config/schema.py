"""The JSON Schema of `skillrt.toml`, for editors that complete and check TOML."""

import json
from importlib import resources
from typing import Any

import msgspec

from skillrt.config.settings import Settings

SCHEMA_FILE = "skillrt.schema.json"


def settings_schema() -> dict[str, Any]:
    """The schema (draft 2020-12), made from the structs that read the settings."""
    schema, definitions = msgspec.json.schema_components((Settings,), ref_template="#/$defs/{name}")
    body = definitions.pop("Settings")
    del schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "skillrt.toml",
        "description": "Settings of a library of Agent Skills for SkillRT.",
        **{key: value for key, value in body.items() if key not in {"title", "description"}},
        "$defs": definitions,
    }


def settings_schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(settings_schema(), indent=2, ensure_ascii=True) + "\n"


def published_schema() -> str:
    """The text of the file that ships with the package."""
    return (resources.files("skillrt.config") / "schemas" / SCHEMA_FILE).read_text(encoding="utf-8")
