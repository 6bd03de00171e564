"""One question in each dialect, against a scripted provider; and what goes wrong."""

import asyncio
from typing import get_args

import pytest

from skillrt.harness.asking import Question, ask_once
from skillrt.harness.launching.output import Said
from skillrt.targets import plain_api
from skillrt.wire.exchange import Dialect, Request, Response, Text, Usage
from tests.harness.bare.model import serving
from tests.upstream.answers import say
from tests.upstream.faults import half_close, malformed, status
from tests.upstream.server import ScriptedUpstream

DIALECTS: tuple[Dialect, ...] = get_args(Dialect)


def ask(url: str, dialect: Dialect = "openai-chat") -> Said:
    base = plain_api().launch.base_urls[dialect].replace("{gateway}", url)
    return asyncio.run(ask_once(Question("How many?", "m", base, "k", dialect)))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_question_is_all_that_is_sent(dialect: Dialect):
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return say("Forty ", "two", usage=Usage(input=7, output=3))

    with ScriptedUpstream(answer) as upstream:
        said = ask(upstream.url, dialect)
    assert (said.text, said.error, said.calls) == ("Forty two", "", ())
    assert said.usage
    assert (said.usage.input, said.usage.output) == (7, 3)
    (request,) = seen
    assert (request.dialect, request.model, request.tools) == (dialect, "m", ())
    assert [(message.role, message.parts) for message in request.messages] == [("user", (Text(text="How many?"),))]


def test_what_the_provider_refuses_is_an_error_in_its_words():
    with ScriptedUpstream(lambda request: status(401)) as upstream:
        said = ask(upstream.url)
    assert said.text == ""
    assert said.error


def test_silence_and_a_provider_that_is_not_there_are_told():
    with ScriptedUpstream(lambda request: say("")) as upstream:
        said = ask(upstream.url)
    assert "without an answer" in said.error
    assert "could not be reached" in ask(upstream.url).error


@pytest.mark.parametrize("dialect", DIALECTS)
def test_garbage_in_the_place_of_an_answer_is_an_error(dialect: Dialect):
    with ScriptedUpstream(lambda request: malformed(say("Forty two, as ever"), 40)) as upstream:
        said = ask(upstream.url, dialect)
    assert said.text == ""
    assert "could not be read" in said.error


def test_a_stream_that_breaks_off_is_told_without_a_status_that_nobody_sent():
    with ScriptedUpstream(lambda request: half_close(say("Forty two, as ever"), 40)) as upstream:
        assert ask(upstream.url).error == "its answer broke off before the end"


@pytest.mark.parametrize(
    ("status", "page", "error"),
    [
        (403, "<html>\n<title>no</title>", "HTTP status 403: <html> <title>no</title>"),
        (502, "", "HTTP status 502"),
        (200, "<html>", "its answer could not be read: no JSON: JSON is malformed: invalid character (byte 0)"),
    ],
)
def test_a_page_in_the_place_of_an_answer_is_told_with_its_status(status: int, page: str, error: str):
    async def asked() -> Said:
        async with serving({"status": status, "page": page}) as model:
            return await ask_once(Question("How many?", "m", f"{model.url}/v1", "k", "openai-chat"))

    assert asyncio.run(asked()).error == error
