"""The terminal front: commands, chat and the JSON form of a reply. It knows nothing of any chat platform."""
