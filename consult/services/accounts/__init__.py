"""Who may do what: signing in, members, permissions, tickets."""
