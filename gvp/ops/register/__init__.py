"""The register workbook: the whole programme in one Excel file, in and out.

workbook.py guards and reads the file · cells.py says what one cell may hold · sheets/ declares each sheet ·
importer.py checks everything, then writes everything or nothing · exporter.py writes the file.
"""
