"""Secrets in every place that a record has, then every file of the store searched for them, its log included."""

import base64
import json
from pathlib import Path

import pytest

from skillrt.store.traces import Attempt, ExchangeRecord, RunRecord, TraceReader, TraceStore
from skillrt.wire.exchange import (
    Extra,
    Message,
    Opaque,
    Request,
    Response,
    Settings,
    Text,
    Thinking,
    ToolCall,
    ToolResult,
    ToolSpec,
    WireError,
)
from tests.store.traces.samples import BEGUN

LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zC0f"
PEM = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"


class Planter:
    """Makes secrets, each one different, so that a leak names its place."""

    def __init__(self) -> None:
        self.planted: list[str] = []

    def __call__(self, form: str, value: str = "") -> str:
        secret = value or f"{len(self.planted):02}q{LETTERS[len(self.planted) % 9 :]}"
        self.planted.append(secret)
        return form.replace("{}", secret)


def _parts(plant: Planter) -> tuple[Message, ...]:
    shell = plant("export APP_SECRET={}\n") + plant("curl -H 'Authorization: Bearer {}' ") + plant("https://u:{}@h/ ")
    call = ToolCall(
        id="c1", name="bash", arguments=json.dumps({"command": shell}), extra=(Extra("api_key", plant('"{}"')),)
    )
    listing = plant("HOME=/h\nDB_PASSWORD={} two words\nLANG=C\n", "pässwörd;with & signs")
    listing += "-----BEGIN RSA PRIVATE" + " KEY-----\n" + plant("{}\n", PEM) + "-----END RSA PRIVATE" + " KEY-----\n"
    result = ToolResult(
        call="c1",
        content=(Text(text=listing), Text(text=json.dumps({"env": {"X_TOKEN": plant("{}", 'quote" back\\slash')}}))),
    )
    return (
        Message(role="system", parts=(Text(text=plant("Use ghp_{}Abcdefgh", LETTERS)),)),
        Message(
            role="user",
            parts=(Text(text=plant("my password: {}", "Sw0rdfish")),),
            extra=(Extra("token", plant('"{}"')),),
        ),
        Message(role="assistant", parts=(Thinking(text=plant("it is sk-{}")), call)),
        Message(role="tool", parts=(result,)),
        Message(role="user", parts=(Opaque(type="odd", json=json.dumps({"client_secret": plant("{}")})),)),
    )


def _understood(plant: Planter, number: int) -> ExchangeRecord:
    tool = ToolSpec(
        name="fetch", description=plant("key AIza{}xyz"), schema=json.dumps({"default": plant("--api-key {}")})
    )
    request = Request(
        dialect="openai-chat", model="m", messages=_parts(plant), tools=(tool,),
        settings=Settings(stop=(plant("X_KEY={}"),)),
        extra=(Extra("metadata", json.dumps({"access_token": plant("{}")})),),
    )  # fmt: skip
    response = Response(
        dialect="openai-chat", parts=(Text(text=plant("Set APP_KEY={} now")),),
        error=WireError(message=plant("Incorrect API key provided: sk-{}"), extra=(Extra("x", plant('"hf_{}"')),)),
    )  # fmt: skip
    headers = [("Authorization", plant("Bearer {}")), ("x-api-key", plant("{}")), ("cookie", plant("s={}"))]
    return ExchangeRecord(
        id=f"u{number}", started=BEGUN, run="r", harness="pi", dialect="openai-chat", model="m", request=request,
        response=response, headers=tuple(headers), path=plant("/v1beta/x?alt=sse&key={}"),
        error=plant("Bearer {} refused"),
        attempts=(Attempt(status=401, error=plant("bad key glpat-{}")),),
    )  # fmt: skip


SHAPES = {
    "openai-chat": lambda piece: {"choices": [{"delta": {"content": piece}}]},
    "openai-responses": lambda piece: {"type": "response.function_call_arguments.delta", "delta": piece},
    "anthropic-messages": lambda piece: {"type": "content_block_delta", "index": 1, "delta": {"partial_json": piece}},
    "gemini": lambda piece: {"candidates": [{"content": {"parts": [{"text": piece}]}}]},
}


def _raw(plant: Planter, dialect: str) -> ExchangeRecord:
    text = plant('{"command": "export A_PASSWORD={}; sk-ant-') + plant("{}", LETTERS + "Z9") + '"}'
    stream = "".join(f"data: {json.dumps(SHAPES[dialect](letter))}\n\n" for letter in text)
    body = json.dumps({"odd": [{"env": plant("B_TOKEN={}")}, {"apiKey": plant("{}")}]})
    return ExchangeRecord(
        id=dialect, started=BEGUN + 1, run="r", harness="pi", dialect=dialect, model="m", understood=False,
        request_body=body.encode(), response_body=stream.encode(),
    )  # fmt: skip


@pytest.fixture
def planted(tmp_path: Path) -> tuple[Path, list[str]]:
    plant = Planter()
    path = tmp_path / "traces" / "traces.db"
    store = TraceStore.open(path)
    store.put(_understood(plant, 0))
    for dialect in SHAPES:
        store.put(_raw(plant, dialect))
    store.put_run(
        RunRecord(id="r", started=1, harness="pi", model="m", prompt=plant("use hf_{}"), note=plant("X_SECRET={}"))
    )
    store.put(
        ExchangeRecord(id="bin", started=BEGUN + 2, understood=False, request_body=b"\xff" + plant("{}").encode())
    )
    assert store.flush()
    # not closed: the log is still there
    return path, plant.planted


def test_no_file_of_the_store_holds_a_secret(planted: tuple[Path, list[str]]):
    path, secrets = planted
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert any(name.endswith("-wal") for name in files)
    assert len(secrets) > 25
    leaks = [(name, secret) for name, data in files.items() for secret in secrets if secret.encode() in data]
    assert leaks == []


def test_no_record_and_no_blob_holds_a_secret(planted: tuple[Path, list[str]]):
    path, secrets = planted
    with TraceReader.open(path) as reader:
        texts = [repr(record) for record in reader.exchanges()]
        texts += [reader.blob(row["digest"]).decode() for row in reader.rows("SELECT digest FROM blobs")]
        texts += [repr(reader.run("r"))]
        joined = "\n".join(texts)
        forms = [form for secret in secrets for form in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1])]
        assert [form for form in forms if form in joined] == []
        assert "[secret:" in joined
        # what stands around the secrets is still there
        assert "curl -H 'Authorization: Bearer [secret:" in joined
        assert "HOME=/h" in joined
        assert "LANG=C" in joined
        assert base64.b64encode(secrets[0].encode()).decode() not in joined
