"""Documents that leave the building: composed, signed, numbered, kept."""
