"""Files that clients bring and take: batches of tasks, results, exports."""
