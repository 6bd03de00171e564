from skillrt.gateway.outcomes.command_lines import Step, steps_of


def _seen(command: str) -> list[tuple[str, str]]:
    return [(step.joint, step.program) for step in steps_of(command)]


def test_steps_and_what_joins_them():
    assert _seen("cd x && /usr/bin/grep -E 'a|b' f | head; A=1 python -c 'x; y'") == [
        ("", "cd"), ("&&", "grep"), ("|", "head"), (";", "python"),
    ]  # fmt: skip


def test_what_runs_inside_a_word_is_part_of_its_step():
    assert _seen("cat $(ls | head -1) b") == [("", "cat")]
    assert _seen("python - <<'E'\nimport x; y\nE\nls") == [("", "python"), ("\n", "ls")]


def test_a_test_in_brackets_is_a_step():
    assert _seen("[ -f x ]") == [("", "[")]
    assert _seen("cd x && [[ -f y ]]") == [("", "cd"), ("&&", "[")]


def test_words_and_odd_text():
    assert steps_of("fold 'a b' --c") == (Step("fold", ("fold", "a b", "--c"), ""),)
    assert steps_of("") == ()
    assert len(steps_of("\ud800 é && ls")) == 2
