"""Maps of a case: its scenes, never its states."""
