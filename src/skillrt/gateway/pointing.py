"""How each harness is pointed to a gateway that runs by itself: one line a harness, from the descriptors."""

import shlex
from collections.abc import Iterable, Iterator

from skillrt.gateway.matching import Rule
from skillrt.targets.harness import Harness


def pointing_lines(harnesses: Iterable[Harness], base: str) -> Iterator[str]:
    """A line for each harness that is known to reach a gateway; `base` is the address with the token."""
    for harness in harnesses:
        if harness.launch.is_known and not harness.launch.in_process:
            yield f"{harness.title}: {_way(harness, base)}"


def volatile_rules(harnesses: Iterable[Harness]) -> tuple[Rule, ...]:
    """What differs between two runs by the harness alone."""
    return tuple(Rule(item.name, item.pattern) for harness in harnesses for item in harness.volatile)


def _way(harness: Harness, base: str) -> str:
    launch, native = harness.launch, harness.launch.native
    first = next(iter(launch.base_urls))
    if (native.environment or native.arguments) and not native.files:
        provider = next(iter(native.providers), "")  # others are pointed there alike
        dialect = native.providers[provider].dialect if provider else native.dialect or first
        url = launch.base_urls.get(dialect, "{gateway}").replace("{gateway}", base)
        given = {name: value.replace("{provider}", provider) for name, value in native.environment.items()}
        variables = [f"{name}={shlex.quote(value.replace('{base_url}', url))}" for name, value in given.items()]
        arguments = [shlex.quote(item.replace("{base_url}", url)) for item in native.arguments]
        return " ".join([*variables, *harness.program.names[:1], *arguments])
    url = launch.base_urls[first].replace("{gateway}", base)
    file = f" in {launch.files[0].path}" if launch.files else ""
    return f"base URL {url} ({first}){file}"
