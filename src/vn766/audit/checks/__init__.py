"""From claims to findings."""
