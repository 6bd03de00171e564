from skillrt.passes.linking.programs import Characters, read_shell


def roles(text: str) -> dict[str, str]:
    return {text[use.start : use.end]: use.role for use in read_shell(text).uses}


def test_roles_of_words():
    found = roles("python scripts/x.py in.csv --template a.html -o out.md > log.txt < data.txt")
    assert found["scripts/x.py"] == "program"
    assert (found["in.csv"], found["a.html"], found["data.txt"]) == ("argument", "argument", "argument")
    assert (found["out.md"], found["log.txt"]) == ("made", "made")


def test_programs_that_make_and_copy():
    assert roles("touch a.md")["a.md"] == "made"
    found = roles("cp assets/a.md b.md")
    assert (found["assets/a.md"], found["b.md"]) == ("argument", "made")


def test_a_program_text_is_not_a_path():
    text = "node -e \"require('./scripts/x')\""
    assert roles(text)[text.partition(" -e ")[2]] == "made"


def test_cd_is_remembered():
    shell = read_shell("cd scripts\npython x.py\ncd lib && bash y.sh\n")
    assert [(call.script.cwd) for call in shell.calls] == ["scripts", "scripts/lib"]
    assert shell.cwd == "scripts/lib"
    assert read_shell("cd ~/x", cwd="scripts").cwd == "~/x"


def test_offsets_are_characters():
    text = "echo 'ünï' && python scripts/x.py"
    call = read_shell(text).calls[0]
    assert text[call.script.start : call.script.end] == "scripts/x.py"
    assert Characters("aü\udcffb").at(4) == 3
