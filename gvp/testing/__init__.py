"""Fixtures, one small world, and browser helpers shared by every app's tests."""
