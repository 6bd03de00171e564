"""Backends: a module -> the files of a variant."""

from skillrt.backends.base import Backend, Purpose, Variant
from skillrt.backends.skill_folder import SkillFolder

__all__ = ["Backend", "Purpose", "SkillFolder", "Variant"]
