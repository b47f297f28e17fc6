"""The people's side of the assessment: results, proposals, decrees, allocation."""
