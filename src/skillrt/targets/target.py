"""Targets: a model in a harness on a host, written `MODEL@HARNESS`."""

import difflib
import re
from collections.abc import Mapping

import msgspec

from skillrt.errors import Diagnostic, Place, UsageError
from skillrt.targets.capabilities import Capabilities
from skillrt.targets.descriptors import load_harnesses
from skillrt.targets.evidence import ProfileOptions, capabilities_of
from skillrt.targets.harness import Harness
from skillrt.targets.host import Host, generic_host
from skillrt.targets.profile import Profile, published_profiles

# a model becomes a folder's name, so no part of it may be empty, `.` or `..`
_MODEL = re.compile(r"[A-Za-z0-9][\w.:+-]*(?:/[A-Za-z0-9][\w.:+-]*)*", re.ASCII)


class Target(msgspec.Struct, frozen=True):
    """What a skill is compiled for.

    `profile` is the published one, absent where none is. `capabilities` are always there, and say how much is known.
    """

    model: str
    harness: Harness
    host: Host
    profile: Profile | None = None
    capabilities: Capabilities = Capabilities()

    def __str__(self) -> str:
        return f"{self.model}@{self.harness.name}"

    @property
    def folder(self) -> str:
        """Where variants go below the output folder: harness, then the model with `/` as `--`."""
        return f"{self.harness.name}/{self.model.replace('/', '--').replace(':', '-')}"


def parse_target(
    text: str,
    harnesses: Mapping[str, Harness] | None = None,
    host: Host | None = None,
    *,
    profiles: ProfileOptions | None = None,
    place: Place | None = None,
) -> Target:
    """Read `MODEL@HARNESS`; the model may contain slashes. Raises UsageError, with the nearest harness's name."""
    known = load_harnesses() if harnesses is None else harnesses
    model, at, name = text.strip().rpartition("@")
    if not at or not model or not name:
        raise UsageError(Diagnostic.of("target.syntax", f"`{text}` is not of the form MODEL@HARNESS", place))
    if not _MODEL.fullmatch(model):
        message = f"`{model}` is no model name: letters, digits and `. _ : + -`, in parts between slashes"
        raise UsageError(Diagnostic.of("target.syntax", message, place))
    harness = find_harness(name, known, place=place)
    published = published_profiles().find(model, harness.name)
    return Target(model, harness, host or generic_host(), published, capabilities_of(model, harness.name, profiles))


def find_harness(name: str, harnesses: Mapping[str, Harness], *, place: Place | None = None) -> Harness:
    """The descriptor called `name`. Raises UsageError with the nearest name."""
    if name in harnesses:
        return harnesses[name]
    near = difflib.get_close_matches(name, harnesses, 1, 0.5)
    every = ", ".join(sorted(harnesses))
    hint = f"did you mean `{near[0]}`?" if near else f"harnesses: {every}"
    raise UsageError(Diagnostic.of("target.unknown-harness", f"there is no harness `{name}`", place, hint=hint))


def target_notes(target: Target) -> tuple[Diagnostic, ...]:
    """What the user should know of a target that is not wrong: its levels come from elsewhere, or from nowhere."""
    found = target.capabilities
    if found.origin == "measured":
        return ()
    doubt = "counts as missing" if found.cautious else "counts as held"
    hint = "; ".join(found.sources)
    if found.origin == "other-harness":
        message = f"`{target.model}` was not measured in {target.harness.title}; its levels come from another harness"
        return (Diagnostic.of("target.other-harness", message, hint=hint),)
    if found.origin == "family":
        message = f"`{target.model}` was not measured; its levels come from another model of its family, in doubt"
        return (Diagnostic.of("target.family", message, hint=hint),)
    near = difflib.get_close_matches(target.model, published_profiles().models(), 1, 0.8)
    hint = f"the nearest profiled model is `{near[0]}`" if near else ""
    message = f"nothing is known of the model `{target.model}`; every level {doubt}"
    return (Diagnostic.of("target.unknown-model", message, hint=hint),)
