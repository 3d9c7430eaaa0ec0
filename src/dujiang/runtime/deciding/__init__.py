"""What one request leads to: its agenda, the rows it sees, and what it leaves behind."""
