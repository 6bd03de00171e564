"""The proof sandbox: run a recorded program on a copy of a workspace; nothing else can be written, no network."""

from skillrt.process.sandbox.limits import Limits
from skillrt.process.sandbox.run import Ran, Sandbox, Unavailable, open_sandbox

__all__ = ["Limits", "Ran", "Sandbox", "Unavailable", "open_sandbox"]
