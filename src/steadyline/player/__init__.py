"""The player: one widget that shows a case, a knowledge check, a reflection or the hand-in to a learner."""
