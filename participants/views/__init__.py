"""Screens about people, one module per task."""
