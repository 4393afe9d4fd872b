"""The files of a project: its configuration and its data, and how they are read."""
