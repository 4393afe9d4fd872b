"""From the outbox to the platforms: the order of messages, the rate limits, and the result of each message."""
