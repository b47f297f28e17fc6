"""Writing: notices, their mails, what people chose."""
