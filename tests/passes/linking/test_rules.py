from skillrt.passes.linking.rules import rules


def test_tables_are_lower_case_and_do_not_contradict_each_other():
    table = rules()
    for words in (
        table.endings,
        table.foreign_names,
        table.specified,
        table.told,
        table.made,
        table.placeholder_stems,
    ):
        assert words
        assert all(word == word.lower() for word in words)
    assert not table.specified & table.foreign_folders
    assert not table.made & table.specified
    assert table.everywhere <= table.foreign_names | {"main.py", "makefile", "dockerfile", "license", "index.md"}
    assert table.documents <= table.endings
    assert table.programs <= table.endings


def test_words_match_whole_and_in_scripts_without_blanks_anywhere():
    table = rules()
    assert table.make.search("Save it as ")
    assert not table.make.search("resaved")
    assert table.make.search("请创建文件")
    assert table.seen.match("を参照")
    assert table.stated.match("` and `b.md` contain the steps")
    assert not table.stated.match(" is required")


def test_options_of_output():
    table = rules()
    assert table.output_option.match("--output-dir")
    assert table.output_option.match("-o")
    assert not table.output_option.match("--template")
