"""Marking problems in a workbook of any format. `annotated` is the door."""
