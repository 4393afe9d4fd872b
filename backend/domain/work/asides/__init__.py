"""Whether a text that would be an answer is said beside the task."""
