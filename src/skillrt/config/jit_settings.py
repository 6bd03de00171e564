"""The shape of `[jit]` in `skillrt.toml`: whether templates of work that repeats may act."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

JitMode = Literal["off", "shadow", "on"]


class JitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """Templates in `skillrt run` and `skillrt serve`. What the command line gives wins."""

    mode: Annotated[
        JitMode,
        Meta(description="`on`: promoted templates answer; `shadow`: they only predict; `off`: neither."),
    ] = "shadow"
    serve: Annotated[
        JitMode, Meta(description="The same for `skillrt serve`, in sessions that say which folder they work in.")
    ] = "off"
    learn: Annotated[
        bool,
        Meta(
            description="Whether a run that no template knew is learnt from when it has ended (30 seconds at most)."
        ),
    ] = True
    python: Annotated[
        str, Meta(description="The Python that harnesses and templates find as `python3`; empty: the search path's.")
    ] = ""
