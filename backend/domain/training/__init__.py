"""Training: modules, lessons and questions, the marking of answers, and authors' files."""
