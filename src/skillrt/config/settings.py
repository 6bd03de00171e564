"""The shape of `skillrt.toml`. The published JSON Schema is generated from these structs."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from skillrt.config.gateway_settings import GatewaySettings
from skillrt.config.jit_settings import JitSettings
from skillrt.config.traces_settings import TracesSettings

# Glob patterns are those of .gitignore. All paths are relative to the folder of the settings file.
Text = Annotated[str, Meta(min_length=1)]
Weight = Literal["error", "warning", "note", "off"]
FailOn = Literal["error", "warning", "note", "never"]
Level = Literal["O0", "O1", "Os", "O2", "O3"]
WEIGHTS: Final[tuple[Weight, ...]] = ("error", "warning", "note", "off")


class Ignore(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Findings that the library lives with: a code or family, the files, and why."""

    code: Annotated[str, Meta(min_length=1, description="A code (`link.missing`) or a family of codes (`link`).")]
    path: Annotated[str, Meta(min_length=1, description="Files or folders, as a pattern like those of .gitignore.")]
    reason: Annotated[
        str, Meta(min_length=1, description="Why these findings are no problem; shown in JSON and SARIF reports.")
    ]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """Everything that `skillrt.toml` can say. What the command line gives wins."""

    roots: Annotated[
        tuple[Text, ...],
        Meta(min_length=1, description="Folders to search for skills where the command line names none."),
    ] = (".",)
    exclude: Annotated[
        tuple[Text, ...], Meta(description="Folders to leave out, as patterns like those of .gitignore.")
    ] = ()
    targets: Annotated[
        tuple[Text, ...], Meta(description="Targets to check and compile for, each `MODEL@HARNESS`.")
    ] = ()
    portable: Annotated[
        bool, Meta(description="Whether skills must work in any harness: what only one knows becomes a warning.")
    ] = False
    audit: Annotated[
        bool, Meta(description="Whether `skillrt check` also makes the security audit (codes `audit.*`).")
    ] = False
    level: Annotated[Level, Meta(description="Optimisation level of `skillrt compile`.")] = "O1"
    host: Annotated[
        Text, Meta(description="The machine to compile for: `generic`, `this`, or a file that describes one.")
    ] = "generic"
    profiles: Annotated[tuple[Text, ...], Meta(description="Files or folders with measured profiles of models.")] = ()
    cautious: Annotated[
        bool, Meta(description="Whether what is doubtful or unmeasured of a target counts as missing, not as held.")
    ] = False
    held_rate: Annotated[
        float, Meta(gt=0, lt=1, description="The success rate from which a target holds a level of a primitive.")
    ] = 0.6
    held_certainty: Annotated[
        float, Meta(gt=0.5, lt=1, description="How sure that rate must be for the level to be held.")
    ] = 0.8
    harnesses: Annotated[str, Meta(description="Folder with harness descriptors of your own.")] = ""
    out: Annotated[str, Meta(description="Folder that `skillrt compile` writes variants to.")] = ""
    fail_on: Annotated[
        FailOn, Meta(description="The least severity that makes `skillrt check` exit with status 1.")
    ] = "error"
    baseline: Annotated[
        str, Meta(description="File with known findings, written by `skillrt check --write-baseline FILE`.")
    ] = ""
    severity: Annotated[
        dict[str, Weight],
        Meta(description="Severity by code (`link.missing`) or family (`link`); the code wins over its family."),
    ] = {}
    ignore: Annotated[tuple[Ignore, ...], Meta(description="Findings to ignore, each with the reason.")] = ()
    gateway: Annotated[GatewaySettings, Meta(description="The gateway between harnesses and models.")] = (
        GatewaySettings()
    )
    jit: Annotated[JitSettings, Meta(description="Templates of work that repeats, in `skillrt run`.")] = JitSettings()
    traces: Annotated[TracesSettings, Meta(description="What is kept of requests and runs.")] = TracesSettings()
