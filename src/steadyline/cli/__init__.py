"""The command line: one small module a verb. Nothing else in the house prints."""
