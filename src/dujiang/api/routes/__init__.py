"""The handlers behind the contract, one file a subject."""
