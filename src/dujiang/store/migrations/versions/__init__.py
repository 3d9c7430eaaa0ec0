"""One file a revision, numbered; see `dujiang.store.migrating`."""
