"""The rooms of `extract-concurrency`: workflows, steps, what they touch, dependences, parallel regions."""
