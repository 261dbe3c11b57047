"""From files to claims."""
