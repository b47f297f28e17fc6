"""dafeng (达峰) runs a district's carbon-peak plan."""

__version__ = "0.1.0"
