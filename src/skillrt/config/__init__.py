"""Settings: `skillrt.toml` at a library's root, and the environment. The only unit that reads either."""

from skillrt.config.environment import Environment, Proxies, environment, present_folder_unsearched, secret
from skillrt.config.gateway_settings import DialectName, GatewaySettings, KeyHeader, UpstreamSettings
from skillrt.config.jit_settings import JitMode, JitSettings
from skillrt.config.load import LOCK_FILE, SETTINGS_FILE, Library, find_library, read_settings
from skillrt.config.programs import variables_of_installers, variables_of_steps
from skillrt.config.settings import Ignore, Settings
from skillrt.config.traces_settings import TracesSettings

__all__ = [
    "LOCK_FILE",
    "SETTINGS_FILE",
    "DialectName",
    "Environment",
    "GatewaySettings",
    "Ignore",
    "JitMode",
    "JitSettings",
    "KeyHeader",
    "Library",
    "Proxies",
    "Settings",
    "TracesSettings",
    "UpstreamSettings",
    "environment",
    "find_library",
    "present_folder_unsearched",
    "read_settings",
    "secret",
    "variables_of_installers",
    "variables_of_steps",
]
