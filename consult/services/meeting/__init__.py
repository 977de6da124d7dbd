"""A meeting while it runs: joining, rounds, notes, votes, and who is told what."""
