"""The one door: the queue in front of it, batches, their transactions, the thread that works."""
