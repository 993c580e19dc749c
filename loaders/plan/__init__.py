"""`targets.toml` → the plan. `targets_file` is the door."""
