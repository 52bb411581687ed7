"""The assessor's desk: hand-ins marked, read, marked twice, released and given out. None of it is run here."""
