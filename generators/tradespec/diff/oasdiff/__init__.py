"""oasdiff's own files, so that a team can move in an afternoon: severity levels, ignore files, the configuration.

Formats: https://github.com/oasdiff/oasdiff, docs/BREAKING-CHANGES.md and docs/CONFIG-FILES.md. The lines of an ignore file
hold the words of oasdiff's messages; ours are others, so a line is matched by method, path, the rule that its words mean
and the names in it.
"""

from tradespec.diff.oasdiff.moved import Moved, read_files
from tradespec.diff.oasdiff.wording import rules_of

__all__ = ["Moved", "read_files", "rules_of"]
