"""Pictures of energy: pure functions, amounts in, options or paths out."""
