"""Every code that a check can tell, each in its own file with a failing and a mended example."""
