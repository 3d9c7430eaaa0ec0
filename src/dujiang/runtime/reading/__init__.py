"""Questions about instances, for api and insight."""
