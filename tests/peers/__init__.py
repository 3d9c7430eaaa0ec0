"""Other systems that the product talks to, small and honest: real HTTP on loopback, with faults."""
