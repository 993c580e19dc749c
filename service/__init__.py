"""What acts: one running product with its caches, files on their way in, and the one road into the ledger."""
