"""The graph drawn: one self-contained page, or a picture."""
