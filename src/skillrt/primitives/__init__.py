"""Primitive capabilities: what a skill can ask of the model, where it asks for it, and how to ask for less.

Each primitive is a folder with `primitive.toml`, `detect.py` and `lower.py`; `catalogue` lists them all.
"""

from skillrt.primitives.base import LEVELS, Detected, Evidence, Level
from skillrt.primitives.catalogue import catalogue, lexicon, primitive
from skillrt.primitives.definition import Primitive
from skillrt.primitives.draft import DerivedFile, Draft, Gap, NoDraft, Replacement, Use
from skillrt.primitives.kinds import kind_of
from skillrt.primitives.purposes import Job, jobs_of
from skillrt.primitives.view.view import SkillView
from skillrt.primitives.ways import Way

__all__ = [
    "LEVELS",
    "DerivedFile",
    "Detected",
    "Draft",
    "Evidence",
    "Gap",
    "Job",
    "Level",
    "NoDraft",
    "Primitive",
    "Replacement",
    "SkillView",
    "Use",
    "Way",
    "catalogue",
    "jobs_of",
    "kind_of",
    "lexicon",
    "primitive",
]
