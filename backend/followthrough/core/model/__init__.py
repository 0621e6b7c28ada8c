"""Documents as typed structs, equal to schemas/*.schema.json, and the decoder that turns bytes into them."""
