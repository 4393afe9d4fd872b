"""Training: modules, lessons and questions, how answers are marked, and the files that authors write."""
