from pathlib import Path

import pytest

from skillrt.backends.skill_folder import harness_digest
from skillrt.errors import InputError
from skillrt.targets import load_harnesses, shipped_harnesses
from skillrt.targets.launching import Launch
from skillrt.targets.traffic import Traffic
from tests.targets.test_descriptors import MINIMAL, OBSERVED

LAUNCH = """
[launch]
arguments = ["run", "{prompt}"]
base_urls = { openai-chat = "{gateway}/v1" }
files = [{ path = "settings.json", template = "mine.json" }]
"""


@pytest.mark.parametrize("name", sorted(OBSERVED))
def test_contract_an_observed_harness_can_be_started_and_led_to_the_gateway(name: str) -> None:
    harness = shipped_harnesses()[name]
    launch = harness.launch
    assert launch.is_known
    assert launch.prompt_on_stdin or "{prompt}" in launch.arguments
    assert any("{model}" in text for text in launch.arguments), "the model is said to it"
    assert launch.home, "a managed run has a configuration of its own"
    assert launch.home != "HOME"
    assert launch.output.form != "text"
    assert any(item.text for item in launch.output.readings)
    assert any(item.error for item in launch.output.readings)
    assert any(item.usage for item in launch.output.readings)
    assert set(launch.base_urls) == set(harness.program.dialects)
    assert set(launch.dialects) in (set(), set(launch.base_urls))


@pytest.mark.parametrize("name", sorted(OBSERVED))
def test_contract_the_way_to_the_gateway_stands_in_variables_or_files(name: str) -> None:
    launch = shipped_harnesses()[name].launch
    said = [*launch.environment.values(), *(item.text for item in launch.files)]
    assert any("{base_url}" in text or "@base_url@" in text for text in said)
    assert any("{key}" in text for text in launch.environment.values())


@pytest.mark.parametrize("name", sorted(OBSERVED))
def test_contract_a_native_run_is_led_to_the_gateway(name: str) -> None:
    launch = shipped_harnesses()[name].launch
    native = launch.native
    texts = [item.text for item in native.files]
    assert all(texts)
    said = [*native.environment.values(), *native.arguments, *texts]
    assert any("{base_url}" in text or "@base_url@" in text for text in said)
    found = native.provider_of("openai/gpt-5")
    assert found
    assert found.upstream.startswith("https://")
    assert found.dialect in launch.base_urls
    arguments = native.base_arguments or launch.arguments
    assert not any("{configuration}" in text or text == "skillrt" for text in native.base_arguments)
    assert any("{model}" in text for text in arguments)
    assert not any("{configuration}" in text for text in native.arguments) or native.files


@pytest.mark.parametrize("name", sorted(OBSERVED | {"bare"}))
def test_contract_a_harness_that_can_be_started_says_how_it_is_given_an_mcp_server(name: str) -> None:
    mcp = shipped_harnesses()[name].launch.mcp
    assert (mcp.support != "", bool(mcp.source), len(mcp.date)) == (True, True, 10)
    said = " ".join([*mcp.arguments, mcp.file.text if mcp.file else ""])
    given = {word for word in ("server", "server_command", "server_script", "server_folder") if word in said}
    assert len(given) == (4 if mcp.support == "stdio" else 0)
    assert ("{tool}" in mcp.tool) == (mcp.support == "stdio" or mcp.tool == "{tool}")


def test_what_is_only_documented_is_not_started() -> None:
    assert not shipped_harnesses()["cursor"].launch.is_known
    assert shipped_harnesses()["cursor"].launch.unattended_arguments == ("--force",)


def test_files_of_a_users_descriptor_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINIMAL + LAUNCH)
    with pytest.raises(InputError, match=r"files/mine\.json` cannot be read"):
        load_harnesses([tmp_path])
    (tmp_path / "files").mkdir()
    (tmp_path / "files/mine.json").write_text('{"a": "@model@"}')
    assert load_harnesses([tmp_path])["mine"].launch.files[0].text == '{"a": "@model@"}'


def test_a_template_cannot_be_taken_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINIMAL + LAUNCH.replace("mine.json", "../mine.toml"))
    with pytest.raises(InputError, match="no plain file name"):
        load_harnesses([tmp_path])


def test_how_it_is_started_does_not_make_variants_stale() -> None:
    import msgspec

    harness = shipped_harnesses()["pi"]
    other = msgspec.structs.replace(harness, launch=Launch(), traffic=Traffic())
    assert harness_digest(harness) == harness_digest(other)
