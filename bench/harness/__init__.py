"""How the benchmarks are run and reported."""
