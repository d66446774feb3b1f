"""The form of a manifest: which values break their field's rule, which needed ones are missing."""
