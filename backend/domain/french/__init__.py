"""Days, months and periods as people write them in French."""
