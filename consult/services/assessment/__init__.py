"""From notes to needs: evidence, themes, places in the plan, needs and their order, resources."""
