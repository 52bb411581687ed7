"""What can be known about a case, its key and its words before a learner meets them."""
