"""What is done with one task: opening it, acting on its items, going back, ringing by the clock."""
