"""Many bundles: found, read, decided, told and written, in the order of their names."""
