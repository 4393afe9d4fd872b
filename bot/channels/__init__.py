"""The platforms that people use. All code of a platform is in this folder."""
