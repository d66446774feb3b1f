"""Checks applications for a public service against its standard."""
