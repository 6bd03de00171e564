import json
import stat
import tomllib
from dataclasses import replace

import msgspec
import pytest

from skillrt.errors import InputError, MachineError
from skillrt.harness.launching.configuration import configuration_text, write_configuration
from skillrt.targets import shipped_harnesses
from tests.harness.launching.sample import WORDS, harness
from tests.targets.test_descriptors import OBSERVED


def test_files_are_written_for_the_user_alone(tmp_path):
    words = replace(WORDS, configuration=str(tmp_path))
    (written,) = write_configuration(harness(), words, unattended=False)
    assert written == tmp_path / "deep/settings.json"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert json.loads(written.read_text()) == {"url": WORDS.base_url, "ask": {"files": True, "shell": True}}


def test_unattended_mode_lays_its_own_over_it(tmp_path):
    words = replace(WORDS, configuration=str(tmp_path))
    (written,) = write_configuration(harness(), words, unattended=True)
    assert json.loads(written.read_text())["ask"] == {"files": True, "shell": False}


def test_a_path_that_leaves_the_folder_is_refused(tmp_path):
    item = msgspec.structs.replace(harness().launch.files[0], path="../x.json")
    with pytest.raises(InputError, match="leaves the folder"):
        write_configuration(harness(files=(item,)), replace(WORDS, configuration=str(tmp_path)), unattended=False)


def test_a_template_that_is_no_json_cannot_be_laid_over(tmp_path):
    item = msgspec.structs.replace(harness().launch.files[0], text="a = 1")
    with pytest.raises(InputError, match="no JSON"):
        configuration_text(harness(), item, WORDS, unattended=True)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "deep").write_text("a file")
    with pytest.raises(MachineError, match="cannot be written"):
        write_configuration(harness(), replace(WORDS, configuration=str(tmp_path)), unattended=False)


@pytest.mark.parametrize("name", sorted(OBSERVED))
@pytest.mark.parametrize("unattended", [False, True])
def test_contract_what_is_shipped_gives_valid_files(name: str, unattended: bool):
    words = replace(WORDS, model='a"b\\c', plain_model='a"b\\c')
    for item in shipped_harnesses()[name].launch.files:
        text = configuration_text(shipped_harnesses()[name], item, words, unattended=unattended)
        found = tomllib.loads(text) if item.path.endswith(".toml") else json.loads(text)
        assert found
        assert "@" not in text.partition("\n")[2].replace("@ai-sdk", "")


SERVED = replace(WORDS, server="depot", server_command="py", server_script="/s/a.py", server_folder='/s/"x')


@pytest.mark.parametrize("name", ["claude-code", "gemini-cli", "opencode", "openclaw"])
def test_an_mcp_server_is_laid_over_the_file_or_stands_in_one_of_its_own(name: str, tmp_path):
    harness = shipped_harnesses()[name]
    assert harness.launch.mcp.file
    path = harness.launch.mcp.file.path
    plain = write_configuration(harness, replace(WORDS, configuration=str(tmp_path / "a")), unattended=True)
    words = replace(SERVED, configuration=str(tmp_path / "b"))
    written = write_configuration(harness, words, unattended=True)
    before = {file.name: json.loads(file.read_text()) for file in plain}
    after = json.loads((tmp_path / "b" / path).read_text())
    assert (tmp_path / "b" / path) in written
    assert {key: value for key, value in after.items() if key not in {"mcp", "mcpServers"}} == before.get(
        path.rpartition("/")[2], {}
    )
    server = json.dumps(after)
    assert all(json.dumps(word) in server for word in ("depot", "py", "/s/a.py", '/s/"x'))
