from skillrt.primitives.probing_parts.comparing import difference, shown


def test_what_is_the_same():
    assert difference({"a": [1, {"b": None}], "c": 2}, {"c": 2.0, "a": [1, {"b": None}]}) == ""


def test_the_first_difference_has_its_place():
    assert difference({"a": [1, {"b": True}]}, {"a": [1, {"b": 1}]}) == "at `a[1].b`: True is wanted, not 1"
    assert difference({"a": "1"}, {"a": 1}) == "at `a`: '1' is wanted, not 1"
    assert difference([1, 2], [1]) == "at `the top`: 2 items are wanted, not 1"
    assert difference({"a": 1}, {}) == "at `the top`: the key 'a' is missing"
    assert difference({"a": 1}, {"a": 1, "b": 2}) == "at `the top`: the key 'b' was not asked for"
    assert "a list is wanted, not an object" in difference([], {})
    assert "an object is wanted, not a list" in difference({}, [])


def test_long_values_are_cut():
    assert len(shown("x" * 1000)) < 100
    assert shown(10**5000) == "a huge number"
