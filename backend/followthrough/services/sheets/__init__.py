"""Reading files people upload, in a child process that cannot take the server with it."""
