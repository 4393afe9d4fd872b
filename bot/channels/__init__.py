"""The platforms that people use. A new one needs nothing outside this folder."""
