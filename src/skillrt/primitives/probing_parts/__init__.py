"""What several probes share: drawing instances, reading answers, comparing values, running programs."""
