"""The shape of `[gateway]` in `skillrt.toml`: the providers that the gateway reaches, and how it behaves."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

Text = Annotated[str, Meta(min_length=1)]
DialectName = Literal["openai-chat", "openai-responses", "anthropic-messages", "gemini"]
ADDRESS: Final = "^https?://[^/]"
KeyHeader = Literal["bearer", "x-api-key", "x-goog-api-key", "api-key"]


class UpstreamSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """A provider, or a server of your own, that speaks one or more dialects at one address."""

    base_url: Annotated[
        str,
        Meta(
            pattern=ADDRESS,
            description="Its address as its clients are given it: with `/v1` for the dialects of OpenAI.",
        ),
    ]
    dialects: Annotated[
        tuple[DialectName, ...],
        Meta(min_length=1, description="What it speaks; the first is what others are translated into."),
    ]
    key_variable: Annotated[str, Meta(description="The environment variable that holds its key.")] = ""
    key_command: Annotated[
        tuple[Text, ...], Meta(description="A command that prints its key, run at start and at reload.")
    ] = ()
    key_header: Annotated[
        KeyHeader | None, Meta(description="Where the key goes; without it, where the dialect has it.")
    ] = None
    models: Annotated[
        tuple[Text, ...], Meta(description="Names of models that go here, with `*`; without it, all.")
    ] = ()
    model: Annotated[
        str, Meta(description="The model to ask for, whatever name the harness uses; empty: the same name.")
    ] = ""
    set_headers: Annotated[dict[str, str], Meta(description="Header fields to set, in place of the harness's.")] = {}
    drop_headers: Annotated[tuple[Text, ...], Meta(description="Header fields to leave out.")] = ()


class GatewaySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """The gateway. What the command line gives wins."""

    port: Annotated[int, Meta(ge=0, le=65535, description="The port of `skillrt serve`; 0: any that is free.")] = 4141
    listen: Annotated[Text, Meta(description="The address to listen at; others than loopback are at your risk.")] = (
        "127.0.0.1"
    )
    hosts: Annotated[
        tuple[Text, ...], Meta(description="Names by which clients may call it besides those of loopback.")
    ] = ()
    idle_timeout: Annotated[
        float, Meta(gt=0, description="Seconds without a byte after which a provider is given up.")
    ] = 3600.0
    connect_timeout: Annotated[float, Meta(gt=0, description="Seconds to wait for a connection to a provider.")] = (
        30.0
    )
    client_timeout: Annotated[
        float, Meta(ge=0, description="Seconds that clients wait for an answer; 0: what is known of the harness.")
    ] = 0.0
    retries: Annotated[bool, Meta(description="Whether errors that pass are waited out and tried again.")] = True
    record: Annotated[bool, Meta(description="Whether `skillrt serve` keeps traces in the store.")] = True
    fit_skills: Annotated[
        tuple[Text, ...],
        Meta(
            description="Skills, or folders of them, that `skillrt serve` compiles for the models that come to read "
            "them; as `--fit-skills`."
        ),
    ] = ()
    upstreams: Annotated[
        dict[str, UpstreamSettings], Meta(description="Providers by name; these come before those that are shipped.")
    ] = {}
