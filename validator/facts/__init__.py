"""What can be asked of an application: its values, conditions on them, the case as a whole."""
