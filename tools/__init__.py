"""Programs of the checkout: set-up, lock, checks, suite. Not part of the package."""
