"""What a module must hold before and after every pass; and what the Agent Skills specification asks of a skill."""

from skillrt.verify.verifier import verify

__all__ = ["verify"]
