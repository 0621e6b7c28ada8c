"""The demo: an invented organisation and some months of its life, lived through the command path."""
