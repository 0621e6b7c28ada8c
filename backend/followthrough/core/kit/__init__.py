"""Tools every room may use: ids, canonical JSON, durations, text normalisation. Knows nothing of apps or records."""
