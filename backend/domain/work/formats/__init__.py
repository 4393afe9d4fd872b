"""The files that a project comes in: its configuration, its data, and how both are read."""
