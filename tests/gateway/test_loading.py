import asyncio
import dataclasses
import json
import shutil
import threading
from pathlib import Path

import aiohttp
import pytest
from msgspec.structs import replace

from skillrt.gateway.access import Access, Run
from skillrt.gateway.account import Account
from skillrt.gateway.loading import Loading
from skillrt.gateway.policy import Policy
from skillrt.gateway.routes import Routes, Upstream
from skillrt.gateway.server import start_gateway
from skillrt.targets import ProfileOptions, load_profiles
from skillrt.targets.profile import published_profiles
from skillrt.wire.dialects import codec
from skillrt.wire.exchange import Dialect, Message, Request, Text
from tests.gateway.loads import FETCH, LARGE, NAME, SMALL, TEXT, Here, history
from tests.upstream.answers import say
from tests.upstream.server import ScriptedUpstream

WAYS: list[tuple[Dialect, str]] = [
    ("anthropic-messages", "claude-code"),
    ("openai-responses", "codex"),
    ("openai-chat", "pi"),
    ("gemini", "gemini-cli"),
]


class _Place:
    """A gateway that fits skills, in front of a scripted provider."""

    def __init__(self, here: Here, url: str) -> None:
        self.here = here
        self.run = Run(id="1" * 32, harness=here.harness.name)
        dialects: tuple[Dialect, ...] = ("openai-chat", "openai-responses", "anthropic-messages", "gemini")
        upstreams = tuple(
            Upstream(name=name, base_url=f"{url}/v1" if name.startswith("openai") else url, dialects=(name,))
            for name in dialects
        )
        self.policy = Policy(
            routes=Routes(upstreams), access=Access(runs={self.run.id: self.run}), loads=here.loading
        )
        self.accounts: list[Account] = []

    async def send(self, *requests: Request) -> None:
        gateway = await start_gateway(self.policy, self.accounts.append)
        async with aiohttp.ClientSession() as client:
            for request in requests:
                encoded = codec(request.dialect).encode_request(request)
                path = encoded.path if encoded.path.startswith("/v1") else f"/v1{encoded.path}"
                headers = {"Content-Type": "application/json"}
                async with client.post(
                    f"{gateway.url}/run/{self.run.id}{path}", data=encoded.body, headers=headers
                ) as answer:
                    assert answer.status == 200, await answer.text()
                    await answer.read()
        await gateway.stop(1.0)


def _sent(here: Here, *requests: Request) -> tuple[list[bytes], list[Account]]:
    with ScriptedUpstream(lambda _: say("ok")) as upstream:
        place = _Place(here, upstream.url)
        asyncio.run(place.send(*requests))
        return [one.body for one in upstream.exchanges], place.accounts


@pytest.mark.parametrize(("dialect", "harness"), WAYS)
def test_another_model_gets_its_own_variant_and_always_the_same(dialect: Dialect, harness: str, tmp_path: Path):
    here = Here(tmp_path, harness)
    first = history(here, dialect, SMALL)
    later = replace(
        first,
        messages=(
            *first.messages,
            *(Message(role=role, parts=(Text(text="more"),)) for role in ("assistant", "user")),
        ),
    )
    bodies, accounts = _sent(here, first, first, later, history(here, dialect, LARGE))
    laid = here.laid()
    assert (laid / FETCH).is_file()
    for body in bodies[:3]:
        text = body.decode()
        assert f"{laid}/{FETCH} GET" in text
        assert f"{laid}/scripts/note.py" in text
        assert "GET /stations" not in text
        assert NAME in text
    assert bodies[0] == bodies[1]
    shared = bodies[0].decode().partition("Never ask twice.")[0]
    assert bodies[2].decode().startswith(shared)
    assert b"GET /stations" in bodies[3], "the model that it is installed for gets what is installed"
    assert FETCH.encode() not in bodies[3]
    assert [account.sent_body is None for account in accounts] == [False, False, False, True]
    assert all(b"GET /stations" in (account.request_body or b"") for account in accounts)
    assert here.told == [f"skill {NAME}: compiled for {SMALL}@{harness}, as it was loaded"]
    assert [(item.skill, item.model) for item in here.loading.fitted] == [(NAME, SMALL)]


def test_the_folder_that_the_harness_announces_is_the_new_one(tmp_path: Path):
    here = Here(tmp_path)
    (body,), _ = _sent(here, history(here, "anthropic-messages", SMALL))
    assert f"Base directory for this skill: {here.laid()}\\n" in body.decode()


def test_a_harness_that_is_translated_gets_it_too(tmp_path: Path):
    here = Here(tmp_path)
    with ScriptedUpstream(lambda _: say("ok")) as upstream:
        place = _Place(here, upstream.url)
        chat = tuple(item for item in place.policy.routes.upstreams if item.name == "openai-chat")
        place.policy = replace(place.policy, routes=Routes(chat))
        asyncio.run(place.send(history(here, "anthropic-messages", SMALL)))
        (one,) = upstream.exchanges
    assert one.dialect == "openai-chat"
    assert f"{here.laid()}/{FETCH} GET" in one.body.decode()


@pytest.mark.parametrize(
    "model", [LARGE, "claude-opus-4.6", "anthropic/Claude-Opus-4.6-20260101", "my-own-thing", ""]
)
def test_the_same_model_by_another_name_and_one_nobody_knows_keep_what_is_installed(model: str, tmp_path: Path):
    here = Here(tmp_path)
    (body,), _ = _sent(here, history(here, "anthropic-messages", model))
    assert b"GET /stations" in body
    assert not (here.data / "loaded").exists()


def test_the_model_that_the_provider_is_asked_for_counts(tmp_path: Path):
    here = Here(tmp_path, "pi")
    request = history(here, "openai-chat", LARGE)
    with ScriptedUpstream(lambda _: say("ok")) as upstream:
        place = _Place(here, upstream.url)
        other = Upstream(name="o", base_url=f"{upstream.url}/v1", dialects=("openai-chat",), model=SMALL)
        place.policy = replace(place.policy, routes=Routes((other,)))
        asyncio.run(place.send(request))
        (one,) = upstream.exchanges
    assert FETCH in one.body.decode()


def test_where_the_other_variant_cannot_be_made_all_stays(tmp_path: Path):
    here = Here(tmp_path)
    shutil.rmtree(tmp_path / "source")
    bodies, _ = _sent(here, *[history(here, "anthropic-messages", SMALL)] * 2)
    assert all(b"GET /stations" in body for body in bodies)
    assert [line.partition(":")[0] for line in here.told] == [f"skill {NAME} stays as it is for {SMALL}"]


def test_a_variant_that_is_not_bound_is_not_put_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    here = Here(tmp_path)
    monkeypatch.setattr("skillrt.gateway.loading.is_bound", lambda *_: False)
    (body,), _ = _sent(here, history(here, "anthropic-messages", SMALL))
    assert b"GET /stations" in body
    assert here.told == [f"skill {NAME} stays as it is for {SMALL}: its variant for it is not bound"]
    assert not (here.data / "loaded").exists()


def test_what_is_laid_already_is_used_and_what_was_damaged_is_mended(tmp_path: Path):
    here = Here(tmp_path)
    request = history(here, "anthropic-messages", SMALL)
    (first,), _ = _sent(here, request)
    laid = here.laid()
    (laid / "notes.txt").write_text("a program of the skill wrote this")
    here.loading.know([here.prepared], [here.folder], tmp_path)
    (second,), _ = _sent(here, request)
    assert (first, (laid / "notes.txt").exists()) == (second, True)
    (laid / FETCH).write_text("broken")
    here.loading.know([here.prepared], [here.folder], tmp_path)
    (third,), _ = _sent(here, request)
    assert third == first
    assert "broken" not in (laid / FETCH).read_text()


def test_a_request_that_is_not_understood_goes_on_as_it_is(tmp_path: Path):
    here = Here(tmp_path, "pi")
    body = b'{"model":"%b","messages":"%b"}' % (SMALL.encode(), NAME.encode())
    assert here.loading.fit("openai-chat", "/v1/chat/completions", body, SMALL, "pi") is None
    assert here.loading.fit("openai-chat", "/v1/chat/completions", TEXT.encode(), SMALL, "pi") is None


def test_it_is_compiled_in_another_thread_than_the_gateways(tmp_path: Path):
    here = Here(tmp_path, "pi")
    threads: list[str] = []
    here.loading = Loading(here.data, lambda _: threads.append(threading.current_thread().name))
    here.loading.know([here.prepared], [here.folder], tmp_path)
    bodies, _ = _sent(here, history(here, "openai-chat", SMALL))
    assert str(here.laid()) in bodies[0].decode()
    assert threads
    assert threading.main_thread().name not in threads


def test_what_a_user_measured_of_a_model_counts(tmp_path: Path):
    """A model that nothing was published of, measured by its user with what came out for the small one."""
    here = Here(tmp_path, "pi")
    assert here.prepared.recipe
    published = published_profiles()
    (known,) = [item for item in published.profiles if (item.model, item.harness) == (SMALL, "openclaw")]
    rows = {
        name: {f"L{at}": {"passes": count or 0, "trials": published.trials} for at, count in enumerate(passes, 1)}
        for name, passes in known.passes.items()
    }
    mine = {"model": "mine/tiny-1", "harness": "pi", "date": "2026-11-20"}
    (tmp_path / "mine.json").write_text(json.dumps(mine | {"primitives": rows}))
    own = ProfileOptions(load_profiles([tmp_path / "mine.json"]))
    for profiles in (None, own):
        recipe = dataclasses.replace(here.prepared.recipe, profiles=profiles)
        here.loading.know([dataclasses.replace(here.prepared, recipe=recipe)], [here.folder], tmp_path)
        (body,), _ = _sent(here, history(here, "openai-chat", "mine/tiny-1"))
        assert (FETCH in body.decode()) == (profiles is own)


def test_models_that_clients_make_up_are_not_all_remembered(tmp_path: Path):
    here = Here(tmp_path)
    for number in range(2_100):
        assert not here.loading.is_new(b"{}", f"model-{number}", "claude-code")
    assert len(here.loading._targets) <= 2_000
