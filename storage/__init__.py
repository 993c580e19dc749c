"""The store: what was reported, by whom and when, and what was known at which moment. Nothing is ever changed."""
