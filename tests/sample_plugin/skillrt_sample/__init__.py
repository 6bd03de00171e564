"""A sample plugin: a harness from a descriptor of its own."""

from importlib import resources

from skillrt.targets import Harness, parse_harness


def harness() -> Harness:
    """The descriptor that lies beside this file."""
    source = resources.files("skillrt_sample") / "sample.toml"
    return parse_harness(source.read_text(encoding="utf-8"), source.name)
