"""What a sheet looks like. `likeness` and `facsimile` are the doors."""
