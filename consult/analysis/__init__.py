"""Notes in, themes and needs out: pure functions, the same answer for the same notes and seed."""
