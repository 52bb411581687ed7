"""The course: units, notebooks built from them, hand-ins and cohorts."""
