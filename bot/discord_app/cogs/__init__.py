"""The ways in, each of which only translates: what comes from Discord into a question, the reply into a message."""
