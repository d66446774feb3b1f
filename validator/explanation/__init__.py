"""What a requirement or a clause demands, in words."""
