from skillrt.gateway.matching import Masks
from skillrt.gateway.pointing import pointing_lines, volatile_rules
from skillrt.targets import load_harnesses

BASE = "http://127.0.0.1:4141/run/TOKEN"


def test_a_line_for_each_harness_that_can_be_led_to_a_gateway():
    lines = list(pointing_lines(load_harnesses().values(), BASE))
    assert f"Claude Code: ANTHROPIC_BASE_URL={BASE} claude" in lines
    codex = next(line for line in lines if line.startswith("Codex"))
    assert f"{BASE}/v1" in codex
    assert codex.split(": ", 1)[1].startswith("codex -c ")
    pi = next(line for line in lines if line.startswith("pi"))
    assert f"base URL {BASE}/v1" in pi
    assert "models.json" in pi
    opencode = next(line for line in lines if line.startswith("OpenCode"))
    assert f'"anthropic":{{"options":{{"baseURL":"{BASE}/v1"}}' in opencode
    assert len(lines) >= 6
    assert not any(word in line for line in lines for word in ("{base_url}", "{provider}", "{gateway}"))


def test_rules_of_harnesses_for_what_is_volatile():
    masks = Masks(volatile_rules(load_harnesses().values()))
    one = "x-anthropic-billing-header: cc_version=2.1.330.2b8; cc_entrypoint=sdk-cli;"
    other = "x-anthropic-billing-header: cc_version=2.1.331.aa1; cc_entrypoint=sdk-cli;"
    assert masks.masked(f"{one}\nBe brief") == masks.masked(f"{other}\nBe brief")
