"""The donor report: asked (what about) → data (the figures) → document (HTML, and the PDF made of it)."""
