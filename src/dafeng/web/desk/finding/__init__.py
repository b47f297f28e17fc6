"""Search: what is looked through, how Chinese is read aloud, where a match stands."""
