"""What `detente evaluate` shows: on a terminal, as one page, and as a diagram."""
