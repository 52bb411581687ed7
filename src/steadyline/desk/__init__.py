"""The assessor's desk: hand-ins marked, read, marked twice, released and given out. Nothing of a hand-in is run here."""
