"""What a file says about itself: facts, never verdicts."""
