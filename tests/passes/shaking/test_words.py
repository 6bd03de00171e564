from skillrt.passes.shaking.words import keeps, label_owners, named_by, phrase_pattern, plain, shake_words


def test_words_that_keep_a_text():
    assert keeps("You must stop.", "binding")
    assert keeps("On a timeout try again.", "trouble")
    assert not keeps("A table has rows.", "binding", "trouble")


def test_a_label_names_owners_only_where_it_says_nothing_else():
    names = named_by({"linux": ("Linux", "Ubuntu"), "macos": ("macOS",)})
    glue = shake_words().labels["system"]
    assert label_owners("On Ubuntu:", names, glue) == {"linux"}
    assert label_owners("Linux and macOS", names, glue) == {"linux", "macos"}
    assert label_owners("Why Linux matters", names, glue) == frozenset()


def test_phrases_are_whole_words():
    pattern = phrase_pattern(frozenset({"set up"}))
    assert pattern.search("Set up the host")
    assert not pattern.search("reset upper")
    assert plain("**A** `b`")
