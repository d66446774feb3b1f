"""Before applying: the same rules, asked the other way round."""
