"""How the pictures of the samples are drawn, with Pillow alone. `python -m tools.drawing`; no part of the wheel."""
