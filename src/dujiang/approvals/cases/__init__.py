"""A step of an instance inside a transaction, with the organisation, rows and history around it."""
