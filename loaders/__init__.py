"""Files in, observations and problems out. No database, no widget, no sentence."""
