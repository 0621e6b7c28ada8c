"""Message channels, one file each."""
