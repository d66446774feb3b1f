"""Standards: the spec files, and the editions compiled from them."""
