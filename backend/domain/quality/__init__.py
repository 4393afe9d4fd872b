"""Agreement between answers: when a task has enough of them, what its result is, and how certain that is."""
