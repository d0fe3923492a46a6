"""Mistakes of ours, in the log."""

import logging

logger = logging.getLogger(__name__)


def log(what: str, error: Exception) -> None:
    """Where it happened, never what was in it: messages of errors quote what people wrote."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_name}:{frame.tb_lineno}" if frame else ""
    logger.error("An operation (%s) could not be stored: %s in %s", what, type(error).__name__, place)
