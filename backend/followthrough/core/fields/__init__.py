"""The closed list of field kinds: one file per kind with all its aspects (schema, empty, parse, format, operators, column)."""
