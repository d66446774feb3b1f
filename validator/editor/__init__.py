"""Tools for those who change the specs."""
