from skillrt.gateway.headers import forwarded, has, keys_of, query_without_key, value_of, with_key, without


def test_what_belongs_to_one_hop_stays_behind():
    headers = (
        ("Host", "here"),
        ("Connection", "keep-alive, X-Mine"),
        ("x-mine", "1"),
        ("Keep-Alive", "timeout=5"),
        ("TE", "trailers"),
        ("Transfer-Encoding", "chunked"),
        ("Proxy-Authorization", "Basic x"),
        ("X-SkillRT-Token", "secret"),
        ("Accept", "*/*"),
        ("accept", "again"),
    )
    assert forwarded(headers) == (("Accept", "*/*"), ("accept", "again"))
    assert forwarded((("A", "1"), ("B", "2")), frozenset({"a"})) == (("B", "2"),)


def test_fields_are_found_whatever_their_spelling():
    headers = (("Content-TYPE", "a"), ("content-type", "b"))
    assert value_of(headers, "content-type") == "a"
    assert value_of(headers, "other") == ""
    assert has(headers, "content-type")
    assert without(headers, "content-type") == ()


def test_keys_are_found_wherever_dialects_put_them():
    headers = (("Authorization", "Bearer one"), ("X-Api-Key", "two"), ("x-goog-api-key", "three"), ("X-Other", "no"))
    assert keys_of(headers, "alt=sse&key=four%2B") == ("one", "two", "three", "four+")
    assert keys_of((("Authorization", "Bearer "),), "") == ("Bearer",)
    assert keys_of((("Authorization", ""),), "key=") == ()


def test_a_key_takes_the_place_of_every_other():
    headers = (("Authorization", "Bearer old"), ("x-api-key", "old"), ("A", "1"))
    assert with_key(headers, "bearer", "K") == (("A", "1"), ("Authorization", "Bearer K"))
    assert with_key(headers, "x-goog-api-key", "K") == (("A", "1"), ("x-goog-api-key", "K"))


def test_the_query_stays_as_it_was_written_but_for_the_key():
    assert query_without_key("alt=sse&key=abc&x=%2f&keys=1") == "alt=sse&x=%2f&keys=1"
    assert query_without_key("key=abc") == ""
