"""The shape of `[traces]` in `skillrt.toml`: how long and how much of the traces is kept."""

from typing import Annotated

import msgspec
from msgspec import Meta


class TracesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """The trace store. What is beyond either bound goes by itself, oldest first."""

    keep_days: Annotated[int, Meta(ge=0, description="Days that traces are kept; 0: without end.")] = 90
    keep_megabytes: Annotated[
        int, Meta(ge=0, description="Megabytes that the trace store may take; 0: without limit.")
    ] = 4096
