from skillrt.environment.known_names import (
    installs_programs,
    is_basic_program,
    is_english,
    is_installer,
    is_listed_program,
    is_plain_variable,
    is_plain_word,
    is_platform_program,
    is_project_file,
    is_shared_home,
    is_telling_variable,
    package_kind,
    program_name,
    programs_of_package,
)


def test_the_name_of_a_program():
    assert program_name("/usr/bin/python3.11") == program_name("python") == "python3"
    assert program_name("C:\\tools\\magick.exe") == "magick"
    assert program_name("rundll32.exe") == "rundll32.exe"
    for word in ("run.sh", "notes.md", "<tool>", "$X", "", "a b", "--flag", "[dev]"):
        assert program_name(word) == ""


def test_what_is_on_every_machine():
    assert is_basic_program("grep")
    assert is_basic_program("export")
    assert not is_basic_program("jq")


def test_lists_of_programs():
    assert is_listed_program("ffmpeg")
    assert is_listed_program("brew")
    assert is_listed_program("zoxide")  # a package manager has it
    assert not is_listed_program("play")  # another program than texts mean
    assert not is_listed_program("frobnicate")
    assert is_platform_program("xdg-open")
    assert installs_programs("apt-get")
    assert is_installer("npm")
    assert not installs_programs("npm")
    assert is_plain_word("create")
    assert is_english("make")
    assert not is_english("ffmpeg")


def test_programs_that_packages_bring_along():
    assert package_kind("pytest") == "python"
    assert package_kind("eslint") == "node"
    assert package_kind("jq") == ""


def test_packages_of_the_machine_by_the_programs_in_them():
    assert programs_of_package("poppler-utils") == ("pdftotext", "pdftoppm")
    assert programs_of_package("jq") == ("jq",)
    assert programs_of_package("libssl-dev") == ()
    assert programs_of_package("python-is-python3", "apt-get") in ((), ("python3",))


def test_variables():
    assert is_plain_variable("HOME")
    assert is_telling_variable("ACME_API_KEY")
    assert not is_telling_variable("KEY")
    assert not is_telling_variable("OUTPUT_FILE")


def test_homes_that_many_machines_have():
    assert is_shared_home("ubuntu")
    assert is_shared_home("Public")
    assert not is_shared_home("anna")


def test_files_that_say_of_what_kind_a_project_is():
    assert is_project_file("Cargo.toml")
    assert is_project_file("tsconfig.build.json")
    assert not is_project_file("settings.json")
