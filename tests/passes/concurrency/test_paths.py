from skillrt.passes.concurrency.paths import named_paths
from tests.passes.concurrency.sample import page


def paths(text: str):
    shown = page(text)
    leaf = shown.sections[0].leaves[0]
    return [
        (item.kind, item.name, written)
        for sentence in shown.said(leaf)
        for item, written in named_paths(leaf, sentence)
    ]


def test_the_nearest_verb_says_whether_a_path_is_read_or_written():
    assert paths("Read `in.csv` and write the sums to `out/sums.csv`.\n") == [
        ("file", "in.csv", False),
        ("file", "out/sums.csv", True),
    ]
    assert paths("Save it under `build/`; see [the form](forms/a.md#top).\n") == [
        ("directory", "build/", True),
        ("file", "forms/a.md", False),
    ]


def test_addresses_and_words_that_are_no_paths():
    assert paths("Get `https://a.example/x` with `run` and `--flag`.\n") == [("url", "https://a.example/x", False)]
    assert paths("Nothing here.\n") == []
