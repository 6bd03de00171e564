"""Skill folder, archive or tree -> modules."""

from skillrt.frontend.discover import discover
from skillrt.frontend.loader import load
from skillrt.frontend.sources import FolderSource, SkillSource, SourceEntry, folder_source

__all__ = ["FolderSource", "SkillSource", "SourceEntry", "discover", "folder_source", "load"]
