from tests.primitives.asking import level

NAME = "follow.style"


def test_a_tone_and_a_persona(tmp_path):
    assert level(tmp_path / "1", NAME, "# S\n\nThe tone should be calm. Keep to the brand voice.\n") == "L2"
    assert level(tmp_path / "2", NAME, "# S\n\nYou are a database expert.\n") == "-"
    assert level(tmp_path / "3", NAME, "# S\n\nRegister the tool. Write in a formal register.\n") == "L2"


def test_one_voice_throughout_is_level_3(tmp_path):
    text = "# S\n\nUse the same voice throughout. Keep a consistent tone in each part.\n"
    assert level(tmp_path, NAME, text) == "L3"


def test_the_style_of_code_is_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nUse four blanks. Sort imports.\n") == "-"


def test_a_word_about_tone_beside_commands_is_none(tmp_path):
    text = "# S\n\nThe tone should be calm.\n\n" + "The table is long.\n\n" * 90
    assert level(tmp_path / "1", NAME, text) == "L2"
    assert level(tmp_path / "2", NAME, f"{text}\n```bash\ngit diff --staged\n```\n") == "-"
