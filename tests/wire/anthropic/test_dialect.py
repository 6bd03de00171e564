from skillrt.wire.anthropic.dialect import ANTHROPIC_MESSAGES
from skillrt.wire.exchange import Message, Request, Response, Text, WireError


def test_the_codec_of_a_dialect():
    request = Request(
        dialect="anthropic-messages", model="m", messages=(Message(role="user", parts=(Text(text="hi"),)),)
    )
    encoded = ANTHROPIC_MESSAGES.encode_request(request)
    assert encoded.path == "/v1/messages"
    assert ANTHROPIC_MESSAGES.decode_request(encoded.body, "/v1/messages?beta=true") == request
    response = Response(
        dialect=ANTHROPIC_MESSAGES.dialect,
        id="r",
        model="m",
        parts=(Text(text="ho"),),
        stop="end",
        stop_word="end_turn",
    )
    assert ANTHROPIC_MESSAGES.decode_response(ANTHROPIC_MESSAGES.encode_response(response), 200) == response
    assert ANTHROPIC_MESSAGES.encode_error(WireError(message="no", status=403)).status == 403
