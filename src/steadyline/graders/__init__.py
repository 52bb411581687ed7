"""Keys and marks: what an option is worth, what a playthrough earned, and why."""
