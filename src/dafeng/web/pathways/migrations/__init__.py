"""Steps of the tables of this room, in order."""
