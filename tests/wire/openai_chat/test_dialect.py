from skillrt.wire.exchange import Message, Request, Response, Text, WireError
from skillrt.wire.openai_chat.dialect import OPENAI_CHAT


def test_the_codec_of_a_dialect():
    request = Request(dialect="openai-chat", model="m", messages=(Message(role="user", parts=(Text(text="hi"),)),))
    encoded = OPENAI_CHAT.encode_request(request)
    assert encoded.path == "/chat/completions"
    assert OPENAI_CHAT.decode_request(encoded.body, "/v1/chat/completions") == request
    response = Response(
        dialect=OPENAI_CHAT.dialect, id="r", model="m", parts=(Text(text="ho"),), stop="end", stop_word="stop"
    )
    assert OPENAI_CHAT.decode_response(OPENAI_CHAT.encode_response(response), 200) == response
    assert OPENAI_CHAT.encode_error(WireError(message="no", status=403)).status == 403
