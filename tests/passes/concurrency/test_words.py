from skillrt.passes.concurrency.words import needed_words, phrases, word_list, words


def test_whole_words_in_any_case_and_over_line_ends():
    pattern = phrases("workflow", "lead")
    assert pattern.search("Follow  these\nsteps:")
    assert not pattern.search("follow these stepsons")


def test_words_of_other_scripts_stand_inside_others():
    assert phrases("workflow", "title").search("执行流程说明")


def test_lists_as_sets_and_as_they_stand():
    assert "read" in words("step", "reads")
    assert word_list("parallel", "items")[0] == "files?"


def test_the_words_looked_for_first_stand_wherever_a_phrase_does():
    needed = needed_words("parallel", "says")
    for phrase in word_list("parallel", "says"):
        assert phrases("parallel", "says").search(phrase)
        assert any(word in phrase.lower() for word in needed)
    assert not any(word in "wait for each of them" for word in needed)


def test_words_of_scripts_without_blanks_end_a_title():
    title = phrases("workflow", "title")
    assert all(title.search(item) for item in ("迁移步骤", "核心工作流程（必读）", "移行手順: 全部"))
    assert not title.search("各步骤的语气参考")
    assert phrases("step", "asks").search("然后引导用户选择")
