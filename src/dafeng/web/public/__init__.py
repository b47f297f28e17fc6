"""What the public may read: released figures, open data, a calculator, letters in."""
