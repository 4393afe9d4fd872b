"""From an event to a committed turn: who sent it, what it means, and which flow or word answers it."""
