"""Roro in Discord: the front that reads messages and commands there, asks the core, and shows its replies."""
