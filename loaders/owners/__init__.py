"""Whose and which month's a table or row is. `identity` is the door."""
