"""What is written down afterwards and what is printed: reports, their drafts, the pack on paper."""
