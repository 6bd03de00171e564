import subprocess

import pytest

from skillrt.primitives.bundling import data_path, program, shell_word, uses_of
from skillrt.primitives.draft import Use


def test_a_program_is_a_file_of_the_variant():
    file = program("next.sh")
    assert (file.path, file.executable) == ("scripts/skillrt/next.sh", True)
    assert file.text.startswith("#!/bin/sh\n")
    with pytest.raises(FileNotFoundError):
        program("none.sh")


def test_paths_for_data_are_plain_and_free():
    assert data_path("Step 1: Build & ship (über)", ".steps") == "references/skillrt/step-1-build-ship-ber.steps"
    assert data_path("日本", ".txt") == "references/skillrt/list.txt"
    assert data_path("a", ".txt", {"references/skillrt/a.txt"}) == "references/skillrt/a-2.txt"
    assert len(data_path("x" * 500, ".txt")) < 80


@pytest.mark.parametrize("text", ["plain", "two words", "it's", "$HOME `x` \\", "", "ü"])
def test_a_shell_reads_the_word_back(text):
    done = subprocess.run(
        ["/bin/sh", "-c", f"printf %s {shell_word(text)}"], capture_output=True, text=True, check=True
    )
    assert done.stdout == text


def test_every_mention_is_a_use():
    assert uses_of("run a.sh, then b.sh, then a.sh", "a.sh", "b.sh") == (Use("a.sh"), Use("a.sh"), Use("b.sh"))
