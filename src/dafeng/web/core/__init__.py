"""People, units, rights, audit and the base page: what every web room stands on."""
