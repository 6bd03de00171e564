"""A matrix: skills by targets, each cell what compiling makes of the skill there, and what that rests on."""
