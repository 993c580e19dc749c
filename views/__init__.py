"""Read models: what one screen or report shows, as frozen records made from the plan and the ledger."""
