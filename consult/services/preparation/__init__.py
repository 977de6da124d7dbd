"""What is settled before anybody sits down: drafts, tables, questions, consent, times."""
