"""Results for other eyes: HTML, dataframes, JSON."""
