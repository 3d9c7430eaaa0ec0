"""What happens by itself: time, delivery, housekeeping, and the threads that do it."""
