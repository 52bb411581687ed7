"""What authors do with a case besides writing it: begin, tidy, compare, proof-read, play, exchange."""
