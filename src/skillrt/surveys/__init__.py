"""Surveys: what a whole collection of skills is made of. A record a skill, shards of records, sums of shards."""
