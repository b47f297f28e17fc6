"""Pages: the list, a new document, one document, its files, what is done with it."""
