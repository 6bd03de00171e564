"""Exchanges to episodes. Pure: records in, episodes out."""

from skillrt.gateway.assembly.assemble import RULES, assemble

__all__ = ["RULES", "assemble"]
