"""The way from every released schema to the present one; see `dujiang.store.migrating`."""
