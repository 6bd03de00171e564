import json
import tomllib

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from skillrt.config.load import parse_settings
from skillrt.config.schema import published_schema, settings_schema, settings_schema_text
from skillrt.config.starter import starter
from skillrt.errors import UsageError


def test_the_published_schema_is_what_the_structs_say():
    """Run `make update` where this fails."""
    assert published_schema() == settings_schema_text()
    Draft202012Validator.check_schema(json.loads(published_schema()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        starter(["skills"]),
        'roots = ["a"]\nfail-on = "never"\n[severity]\n"text.bom" = "off"\n',
        '[[ignore]]\ncode = "text"\npath = "x"\nreason = "y"\n',
    ],
)
def test_valid_settings_agree_with_it(text: str):
    Draft202012Validator(settings_schema()).validate(tomllib.loads(text))
    parse_settings(text)


@pytest.mark.parametrize(
    "text",
    [
        'rots = ["a"]',
        "roots = 3",
        'roots = [""]',
        'level = "O9"',
        '[severity]\n"text.bom" = "fatal"',
        '[[ignore]]\ncode = "text"\npath = "x"',
        '[[ignore]]\ncode = "text"\npath = "x"\nreason = ""',
    ],
)
def test_both_refuse_the_same(text: str):
    with pytest.raises(ValidationError):
        Draft202012Validator(settings_schema()).validate(tomllib.loads(text))
    with pytest.raises(UsageError):
        parse_settings(text)


def test_every_key_is_described():
    schema = settings_schema()
    assert all(entry.get("description") for entry in schema["properties"].values())
    assert all(entry.get("description") for entry in schema["$defs"]["Ignore"]["properties"].values())
