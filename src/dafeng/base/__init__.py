"""Words that every room speaks; import from the submodule that holds the noun."""
