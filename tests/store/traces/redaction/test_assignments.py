from skillrt.store.traces.redaction.assignments import assigned


def _value(text: str, word: str) -> tuple[str, str] | None:
    data = text.encode()
    found = assigned(data, data.lower().index(word.encode()))
    return (data[found[0] : found[1]].decode(), found[2]) if found else None


def test_the_value_and_what_it_is():
    assert _value("export DB_PASSWORD=hunter2 # local", "passw") == ("hunter2", "password")
    assert _value('{"client_secret": "a b c"}', "secret") == ("a b c", "secret")
    assert _value("x --api-key=abc12345", "key") == ("abc12345", "key")


def test_in_a_listing_the_value_is_the_rest_of_the_line():
    assert _value("HOME=/h\nA_TOKEN=one two three\nLANG=C", "token") == ("one two three", "token")
    assert _value("A_TOKEN='one two'\nLANG=C", "token") == ("one two", "token")
    assert _value("A_TOKEN=first two three", "token") == ("first", "token")


def test_a_placeholder_is_left_alone():
    assert _value("x=[secret:token:0a1b2c3d4e]", "token") is None
    assert _value("DB_PASSWORD=[secret:password:0a1b2c]", "passw") is None


def test_a_quote_that_never_ends_is_cut():
    found = _value('A_TOKEN="' + "x1y" * 10_000, "token")
    assert found
    assert len(found[0]) <= 8_192
