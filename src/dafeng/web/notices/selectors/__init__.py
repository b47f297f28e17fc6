"""Reading: one's own notices, who holds which post, and how the mails stand."""
