"""One module per family of operations; importing this package registers them all."""
