"""One module per family of operations; importing this package registers them all."""

from gvp.sync.handlers import actions, assessments, replications, walk_ins

__all__ = ["actions", "assessments", "replications", "walk_ins"]
