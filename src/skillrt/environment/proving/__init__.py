"""The rooms of `prove`: how a trial is run, and what is tried of packages, programs, scripts and services."""
