from skillrt.environment.finding.metadata import mapping_of, metadata_tables, strings_of
from skillrt.ir import parse_front_matter


def test_values_of_any_shape():
    assert mapping_of({"a": 1}) == {"a": 1}
    assert mapping_of([1]) == mapping_of(None) == {}
    assert strings_of(["a", 1, None, "b"]) == ("a", "b")
    assert strings_of("a") == ("a",)
    assert strings_of({"a": 1}) == ()


def test_the_metadata_and_what_is_right_below_it():
    matter = parse_front_matter("---\nmetadata:\n  a: 1\n  b: {c: 2}\n---\n")
    assert list(metadata_tables(matter)) == [{"a": 1, "b": {"c": 2}}, {"c": 2}]
    assert list(metadata_tables(parse_front_matter("---\nmetadata: x\n---\n"))) == []
