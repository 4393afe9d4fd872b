"""Pictures that are drawn when they are sent, from JSON-safe values."""
