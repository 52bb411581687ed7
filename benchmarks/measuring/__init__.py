"""What the benchmarks share: a server as a learner starts it, a browser, a slow line, a plain player, and tables."""
