"""What `link` is made of: finding mentions of files, resolving them, judging the missing, checking calls."""
