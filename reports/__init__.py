"""Finished exhibits to files: pictures, tables, documents."""
