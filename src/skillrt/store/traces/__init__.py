"""Traces: exchanges, episodes and what becomes of them, in one SQLite file with its blobs."""

from skillrt.store.traces.episode import (
    Call,
    Episode,
    Evidence,
    FailureClass,
    FileChange,
    Outcome,
    OutcomeKind,
    SideCall,
    SkillUse,
    Turn,
)
from skillrt.store.traces.episodes import Episodes, Mark, Wanted
from skillrt.store.traces.pruning import Pruned, Retention, prune
from skillrt.store.traces.reading import TraceReader
from skillrt.store.traces.records import Attempt, ExchangeRecord, FittedSkill, InstalledSkill, RunRecord, RunStatus
from skillrt.store.traces.store import TraceStore, traces_path
from skillrt.store.traces.writing import Limits

__all__ = [
    "Attempt",
    "Call",
    "Episode",
    "Episodes",
    "Evidence",
    "ExchangeRecord",
    "FailureClass",
    "FileChange",
    "FittedSkill",
    "InstalledSkill",
    "Limits",
    "Mark",
    "Outcome",
    "OutcomeKind",
    "Pruned",
    "Retention",
    "RunRecord",
    "RunStatus",
    "SideCall",
    "SkillUse",
    "TraceReader",
    "TraceStore",
    "Turn",
    "Wanted",
    "prune",
    "traces_path",
]
