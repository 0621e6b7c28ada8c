"""An independent, naive reading of docs/duties.md: the whole state of what is owed, worked out anew from the log of what
happened. It shares no code with the product's."""
