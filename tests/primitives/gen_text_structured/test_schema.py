import json

from skillrt.primitives.gen_text_structured.schema import schema_of, schema_text, value_of


def test_what_is_shown_is_needed():
    assert schema_of({"a": 1, "b": [True], "c": None}) == {
        "type": "object",
        "properties": {"a": {"type": "number"}, "b": {"type": "array", "items": {"type": "boolean"}}, "c": {}},
        "required": ["a", "b", "c"],
    }


def test_places_and_choices():
    assert schema_of("<name>") == {"type": "string", "not": {"const": "<name>"}}
    assert schema_of("low | high") == {"type": "string", "enum": ["low", "high"]}
    assert schema_of("a text | with bars and more") == {"type": "string"}


def test_members_of_one_form_and_lists_are_merged():
    member = {"type": "object", "properties": {"port": {"type": "number"}}, "required": ["port"]}
    assert schema_of({"a": {"port": 1}, "b": {"port": 2}})["additionalProperties"] == member
    items = schema_of([{"port": 1}, {"port": 2, "tls": True}])["items"]
    assert items["required"] == ["port"]
    assert list(items["properties"]) == ["port", "tls"]
    assert schema_of([1, "a"]) == {"type": "array", "items": {}}


def test_what_is_no_data_is_none():
    assert value_of("{", "json") is None
    assert value_of("[" * 100_000, "json") is None
    assert value_of("[" * 20_000, "json") is None
    assert value_of("a: &x 1\nb: *x\n", "yaml") is None
    assert value_of("a: [", "yaml") is None
    assert value_of("1", "json") is None
    assert value_of("[a]\nb = 1\n", "toml") == {"a": {"b": 1}}


def test_deep_data_ends_and_the_text_is_json():
    value = {}
    for _ in range(40):
        value = {"a": value}
    assert json.loads(schema_text(value))["type"] == "object"


def test_of_an_example_nothing_is_needed_and_of_a_form_all():
    assert "required" not in schema_text({"a": [{"b": {"c": 1}}]})
    assert json.loads(schema_text({"a": "<name>", "b": 1}))["required"] == ["a", "b"]
