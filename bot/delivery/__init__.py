"""From the outbox to the platforms: who goes first, how fast, and what becomes of each message."""
