"""Writing: running, sealing, signing, importing, and the way into the lake."""
