"""The options of verbs that compile for a target or look at one: profiles, caution, and when a level is held."""

import argparse
import difflib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from skillrt.config import Library
from skillrt.errors import Diagnostic, UsageError

if TYPE_CHECKING:
    from skillrt.targets import Harness, Host, ProfileOptions, Target


def add_profile_arguments(parser: argparse.ArgumentParser) -> None:
    """`--profiles`, `--cautious` and the two numbers of the bar."""
    group = parser.add_argument_group("what the target can do (docs/profiles.md)")
    group.add_argument(
        "--profiles",
        action="append",
        metavar="PATH",
        help="profiles of your own: a file or a folder; may be repeated",
    )
    group.add_argument(
        "--cautious",
        action=argparse.BooleanOptionalAction,
        help="take what is doubtful or unmeasured for missing, not for held",
    )
    group.add_argument(
        "--held-rate", type=float, metavar="RATE", help="success rate from which a level is held (default: 0.6)"
    )
    group.add_argument(
        "--held-certainty",
        type=float,
        metavar="P",
        help="how sure that must be for a level to be held (default: 0.8)",
    )


def targets_of(named: Iterable[str], options: argparse.Namespace, library: Library) -> "tuple[Target, ...]":
    """The targets that the command line names, else those of the settings; each once, none where neither names one.

    Raises UsageError for what is none, with its line where it stands in the settings.
    """
    from skillrt.targets import parse_target  # loaded where it is needed: start-up

    given = tuple(dict.fromkeys(named))
    if not given and not library.settings.targets:
        return ()
    harnesses, host, profiles = harnesses_of(library), host_of(options, library), profile_options(options, library)

    def read(text: str) -> "Target":
        return parse_target(text, harnesses, host, profiles=profiles)

    return tuple(map(read, given)) or _of_settings(library, read)


def require_targets(library: Library) -> None:
    """Raises UsageError for a target of the settings that is none, with its line."""
    if library.settings.targets:
        from skillrt.targets import parse_target  # loaded where it is needed: start-up

        harnesses = harnesses_of(library)
        _of_settings(library, lambda text: parse_target(text, harnesses))


def _of_settings(library: Library, read: "Callable[[str], Target]") -> "tuple[Target, ...]":
    found: dict[str, Target] = {}
    for index, text in enumerate(library.settings.targets):
        with library.at_setting("targets", index):
            found.setdefault(text, read(text))
    return tuple(found.values())


def add_host_argument(parser: argparse.ArgumentParser) -> None:
    """`--host`."""
    parser.add_argument(
        "--host", default="", metavar="HOST", help="the machine: `generic` (the default), `this`, or a file of one"
    )


def host_of(options: argparse.Namespace, library: Library) -> "Host":
    """The machine to compile for: what the command line says, else the settings. Raises UsageError, and InputError
    for a file that describes none."""
    from skillrt.targets import generic_host, read_host  # loaded where it is needed: start-up

    named = options.host or library.settings.host
    if named == "generic":
        return generic_host()
    if named == "this":
        from skillrt.config import variables_of_installers  # loaded where it is needed: start-up
        from skillrt.environment.host_facts import this_host
        from skillrt.environment.installers import find_installers

        variables = variables_of_installers()
        return this_host(variables, find_installers(variables))
    path = Path(options.host or library.resolved(named))
    with nullcontext() if options.host else library.at_setting("host"):
        try:
            data = path.read_bytes()
        except OSError as error:
            message = f"the host `{path}` cannot be read: {error.strerror}"
            raise UsageError(Diagnostic.of("usage.path-missing", message)) from error
    return read_host(data, str(path))


def descriptor_folders(library: Library) -> tuple[Path, ...]:
    """The library's own folder of harness descriptors, where the settings name one. Raises UsageError where there is
    none."""
    named = library.settings.harnesses
    if not named:
        return ()
    folder = Path(library.resolved(named))
    if not folder.is_dir():
        message = f"there is no folder `{named}` with harness descriptors"
        raise UsageError(library.problem("usage.path-missing", message, ("harnesses",)))
    return (folder,)


def harnesses_of(library: Library) -> "Mapping[str, Harness]":
    """Every harness that is known, those of the library's own folder too. Raises UsageError where it has none at the
    place that it names, and InputError for a bad descriptor."""
    from skillrt.targets import load_harnesses  # loaded where it is needed: start-up

    return load_harnesses(descriptor_folders(library))


def measurable(library: Library) -> "Mapping[str, Harness]":
    """What a model can be measured in: every harness, and `api`, a provider's API without one."""
    from skillrt.targets import plain_api  # loaded where it is needed: start-up

    return {plain_api().name: plain_api(), **harnesses_of(library)}


def profile_options(options: argparse.Namespace, library: Library) -> "ProfileOptions":
    """What the command line says of profiles, else the settings. Raises UsageError, and InputError for a profile."""
    from skillrt.targets import Bar, ProfileOptions, load_profiles  # loaded where it is needed: start-up

    settings = library.settings
    paths = options.profiles or [library.resolved(path) for path in settings.profiles]
    rate = settings.held_rate if options.held_rate is None else options.held_rate
    certainty = settings.held_certainty if options.held_certainty is None else options.held_certainty
    if not 0 < rate < 1:
        raise UsageError(
            Diagnostic.of("usage.wrong-value", f"`--held-rate` must lie between 0 and 1, not at {rate:g}")
        )
    if not 0.5 < certainty < 1:
        message = f"`--held-certainty` must lie between 0.5 and 1, not at {certainty:g}"
        raise UsageError(Diagnostic.of("usage.wrong-value", message))
    cautious = settings.cautious if options.cautious is None else options.cautious
    own = load_profiles([Path(path) for path in paths])
    return ProfileOptions(own, cautious, Bar(rate, certainty))


def profiles_of_settings(library: Library) -> "ProfileOptions":
    """What the settings alone say of profiles, for verbs without options for them."""
    nothing = argparse.Namespace(profiles=[], held_rate=None, held_certainty=None, cautious=None)
    return profile_options(nothing, library)


def print_target_notes(targets: Iterable["Target"]) -> None:
    """Say on standard error where the levels of a target come from elsewhere, or from nowhere, and which trials of
    its profiles are of nothing that is known."""
    from skillrt.report.text import render_diagnostics  # loaded where it is needed: start-up
    from skillrt.targets import target_notes  # loaded where it is needed: start-up

    for target in targets:
        sys.stderr.write(render_diagnostics((*target_notes(target), *_unknown_primitives(target))))


def _unknown_primitives(target: "Target") -> Iterator[Diagnostic]:
    from skillrt.primitives import catalogue  # loaded where it is needed: start-up

    known = [item.id for item in catalogue()]
    for name in (item.primitive for item in target.capabilities.measured if item.primitive not in known):
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else ""
        message = f"a profile of `{target}` has trials of `{name}`, which is no primitive: they count for nothing"
        yield Diagnostic.of("target.unknown-primitive", message, hint=hint)
