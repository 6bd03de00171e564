from tests.primitives.asking import asked, level

NAME = "gen.text.structured"
NESTED = '{\n  "hooks": {\n    "before": [\n      {"match": "a", "run": "b"}\n    ]\n  }\n}'


def blocks(*texts, lead="Add to the settings:", language="json"):
    return "# S\n\n" + "".join(f"{lead}\n\n```{language}\n{text}\n```\n\n" for text in texts)


def test_data_to_adapt(tmp_path):
    found = asked(tmp_path, NAME, blocks(NESTED, NESTED))
    assert found is not None
    assert (found.level, found.reason) == ("L2", "writes json")


def test_small_and_flat_is_l1_large_is_l3(tmp_path):
    assert (
        level(tmp_path / "1", NAME, blocks("a: 1\nb: 2\nc: 3", "a: 2\nb: 3\nc: 4", "b: 2", language="yaml")) == "L1"
    )
    large = "jobs:\n" + "".join(f"  job{at}:\n    steps: [install, build, test]\n" for at in range(150))
    assert level(tmp_path / "3", NAME, blocks(large, large, language="yaml")) == "L3"


def test_what_a_program_answers_is_only_read(tmp_path):
    assert level(tmp_path, NAME, blocks(NESTED, NESTED, lead="The server returns:")) == "-"


def test_front_matter_is_no_data(tmp_path):
    assert (
        level(tmp_path, NAME, blocks("---\nname: a\ndescription: b\n---", "name: a\ndescription: b", language="yaml"))
        == "-"
    )


def test_text_that_asks_for_data(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nReturn JSON with one object per row.\n") == "L2"


def test_files_of_data_that_are_changed(tmp_path):
    text = "# S\n\nAdd the scripts to `package.json`. Then edit `tsconfig.json`.\n"
    assert level(tmp_path / "1", NAME, text) == "L2"
    assert level(tmp_path / "2", NAME, "# S\n\nEdit `src/a.ts`. Then edit `src/b.ts`.\n") == "-"
