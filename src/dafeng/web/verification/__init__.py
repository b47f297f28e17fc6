"""Own accounts of enterprises, their reports and the verification."""
