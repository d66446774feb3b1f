"""What an act lays down: clauses, requirements, money, hours, the calendar; no files."""
