"""One module per family of operations; importing this package registers them all."""

from gvp.sync.handlers import actions, assessments, counts, marks, replications, rosters, walk_ins

__all__ = ["actions", "assessments", "counts", "marks", "replications", "rosters", "walk_ins"]
