"""The rules at work, one module per area. A service takes a unit of work and never commits it."""
