"""What backends are given in tests."""

from skillrt.backends import BuildRecord
from skillrt.ir import Module
from skillrt.store import CompilerRecord, SourceRecord
from skillrt.targets import Target, parse_target


def target_for(harness: str, model: str = "qwen/qwen3.5-9b") -> Target:
    return parse_target(f"{model}@{harness}")


def purpose_for(module: Module, target: Target) -> BuildRecord:
    return BuildRecord(
        compiler=CompilerRecord(version="1", level="O0", pipeline="link", passes=("link",)),
        source=SourceRecord(name=module.name, digest=module.source),
        target=target,
    )
