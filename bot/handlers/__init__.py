"""From an event to a committed turn: who is it, what does she mean, which flow or word answers."""
