"""Views: they translate HTTP to services and selectors, nothing more."""
