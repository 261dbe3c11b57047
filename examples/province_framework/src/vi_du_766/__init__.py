"""The framework of the invented province Ví Dụ: see ``tinh-vi-du-2026.toml``."""
