"""Writing: tokens given and revoked."""
