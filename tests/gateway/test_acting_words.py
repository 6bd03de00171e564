import pytest

from skillrt.gateway.acting_words import answer_of, call_answer, final_answer
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Request, Text, ToolCall
from tests.gateway.jobs import DIALECTS

MARK = "[skillrt 0123456789abcdef]"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_call_and_a_last_answer_are_read_back(dialect: Dialect):
    request = Request(dialect=dialect, model="m", messages=())
    called = answer_of(request, call_answer(request, MARK, "sh", '{"line":"ls"}'))
    (call,) = codec(dialect).decode_response(called.body, called.status).parts
    assert isinstance(call, ToolCall)
    assert (call.name, call.arguments) == ("sh", '{"line":"ls"}')
    ended = answer_of(request, final_answer(request, MARK, "Done."))
    (text,) = codec(dialect).decode_response(ended.body, ended.status).parts
    assert isinstance(text, Text)
    assert text.text == "Done."
