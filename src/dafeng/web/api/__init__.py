"""The interface for programs: read everything, write what units report."""
