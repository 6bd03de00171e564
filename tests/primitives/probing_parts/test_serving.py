from skillrt.primitives.probing_parts.serving import page_of

PAGES = {"a": b"any", "a?x=1&y=2": b"both", "b?x=%C3%A9": b"accent", "c/d.html": b"deep"}


def test_the_query_decides_in_any_order():
    assert page_of(PAGES, "a", "y=2&x=1") == b"both"
    assert page_of(PAGES, "b", "x=é") == b"accent"
    assert page_of(PAGES, "c/d.html") == b"deep"


def test_a_page_without_a_query_answers_the_others():
    assert page_of(PAGES, "a") == b"any"
    assert page_of(PAGES, "a", "x=1") == b"any"
    assert page_of(PAGES, "c/d.html", "v=3") == b"deep"
    assert page_of(PAGES, "b") is None
    assert page_of(PAGES, "nowhere", "x=1") is None


def test_odd_queries_are_no_query():
    assert page_of(PAGES, "a", "&".join(f"k{n}=1" for n in range(99))) == b"any"
    assert page_of(PAGES, "a", "%" * 5000) == b"any"
