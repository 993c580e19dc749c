"""The verbs of the terminal that are not about sheets: what they work with, and the keeping of the ledger."""
