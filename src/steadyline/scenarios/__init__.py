"""Cases: what a story is made of, how it is read, explored and compiled."""
