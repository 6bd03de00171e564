"""Harnesses on this machine: what is there, and where a variant is installed."""

from skillrt.harness.install import Installed, install, uninstall
from skillrt.harness.places import Scope, skills_folder

__all__ = ["Installed", "Scope", "install", "skills_folder", "uninstall"]
