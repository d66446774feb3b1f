"""What is asked before applying: `validator.plan`."""
