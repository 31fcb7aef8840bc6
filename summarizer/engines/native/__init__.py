"""A network as machine code that is made for the processor at hand: see `kernels`."""
