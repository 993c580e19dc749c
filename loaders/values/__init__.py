"""What a cell is worth: numbers, dates, units. `cells` is the door."""
