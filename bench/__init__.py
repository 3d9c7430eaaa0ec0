"""Speed, measured beside other engines in one run. Results: `build/bench.json`."""
