"""Spans, diagnostics, the catalogue of codes and the exception tree. Everything may import this unit."""

from skillrt.errors.catalogue import CodeInfo, catalogue, code_info
from skillrt.errors.diagnostics import Diagnostic, Edit, Fix, Severity
from skillrt.errors.exceptions import InputError, MachineError, SkillrtError, UsageError, VerifyError
from skillrt.errors.findings import Finding, Report
from skillrt.errors.spans import Place, Span, also_on

__all__ = [
    "CodeInfo",
    "Diagnostic",
    "Edit",
    "Finding",
    "Fix",
    "InputError",
    "MachineError",
    "Place",
    "Report",
    "Severity",
    "SkillrtError",
    "Span",
    "UsageError",
    "VerifyError",
    "also_on",
    "catalogue",
    "code_info",
]
