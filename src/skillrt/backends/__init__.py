"""Backends: a module -> the files of a variant."""

from skillrt.backends.base import Backend, BuildRecord, Variant
from skillrt.backends.skill_folder import SkillFolder

__all__ = ["Backend", "BuildRecord", "SkillFolder", "Variant"]
