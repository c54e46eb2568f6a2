"""What is timed and compared, run by hand: `make bench`."""
