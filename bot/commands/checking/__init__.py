"""The lines of `hiteuses check`."""
