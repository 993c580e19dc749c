"""One reader per file format. Each makes sheets of what `guard` let through; what is in them is for others."""
