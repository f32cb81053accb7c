"""Attacks: each test plays somebody who lies, listens, floods or gets in the way."""
