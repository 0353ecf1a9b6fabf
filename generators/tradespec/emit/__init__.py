"""Write files from a contract: models, server tables, SDKs.

::

    contract = read(load("spec/openapi.yaml"))
    for change in generate(contract, ["models", "server"], Path("generated"), read_settings("spec/openapi.yaml")):
        print(change.status, change.path)
"""

from tradespec.emit.errors import EmitError
from tradespec.emit.output import Change, check, generate, plan
from tradespec.emit.settings import Settings, TargetSettings, read_settings
from tradespec.emit.stamp import stamp, to_json
from tradespec.emit.targets import TARGETS, Emit, Files, Target, find_target
from tradespec.emit.templates import environment

__all__ = [
    "TARGETS",
    "Change",
    "Emit",
    "EmitError",
    "Files",
    "Settings",
    "Target",
    "TargetSettings",
    "check",
    "environment",
    "find_target",
    "generate",
    "plan",
    "read_settings",
    "stamp",
    "to_json",
]
