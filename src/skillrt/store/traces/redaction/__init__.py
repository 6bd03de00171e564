"""Take secrets out of what is recorded, before it is kept anywhere."""

from skillrt.store.traces.redaction.placeholders import load_key, placeholder
from skillrt.store.traces.redaction.redactor import Redactor, walked
from skillrt.store.traces.redaction.streams import redact_body

__all__ = ["Redactor", "load_key", "placeholder", "redact_body", "walked"]
