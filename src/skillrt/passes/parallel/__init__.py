"""The rooms of `lower-concurrency`: what the target offers, what is written for each region, how it is put in."""
