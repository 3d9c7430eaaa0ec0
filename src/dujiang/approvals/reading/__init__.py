"""Questions for api and main: lists, forms to fill in, the way of a request, words for values."""
