"""What a skill needs outside its folder: find it, lock it, install it, prove it.

`finding/` reads a module and yields sightings; `verdicts` makes dependencies of them; `needs` is what a variant
carries; `bind` and what it stands on make needs real on one machine.
"""
