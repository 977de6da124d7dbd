"""A process of ours that stays beside the server and is asked one thing after another: `line` is the way to it, `keeper`
begins, ends and replaces it, `bell` wakes the loop that speaks with it."""
