"""How the pictures of the samples are drawn, with nothing but Pillow."""
