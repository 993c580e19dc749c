"""The rules of target monitoring: pure functions over frozen records, standard library only."""
