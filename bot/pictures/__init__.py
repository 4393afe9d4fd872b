"""Pictures drawn when they are sent, from JSON-safe values."""
