import json

import pytest

from skillrt.gateway.headers import value_of
from skillrt.gateway.refusals import own_refusal, refusal
from skillrt.wire.exchange import Dialect


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 426, 502, 504, 599])
def test_an_error_reads_as_the_dialect_has_it(status: int):
    def body(dialect: Dialect | None) -> dict[str, dict[str, object]]:
        answer = refusal(dialect, status, "what and why")
        assert answer.status == status
        assert value_of(answer.headers, "content-type") == "application/json"
        return json.loads(answer.body)

    anthropic = body("anthropic-messages")
    assert anthropic["type"] == "error"
    assert anthropic["error"]["message"] == "what and why"
    assert body("gemini")["error"]["code"] == status
    assert body("openai-chat") == body("openai-responses") == body(None)
    assert body("openai-chat")["error"]["message"] == "what and why"


def test_an_error_of_its_own_says_whose_it_is():
    assert json.loads(own_refusal(None, 403, "why").body)["error"]["message"] == "SkillRT gateway: why"
