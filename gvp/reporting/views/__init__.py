"""Screens of the figures, one module per page."""
