"""Where tables stand and what their headings mean. `layout` and `parts` are the doors."""
