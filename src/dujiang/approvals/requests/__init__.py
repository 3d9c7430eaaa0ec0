"""What is done with a request as a whole: starting, withdrawing, cancelling, revoking."""
