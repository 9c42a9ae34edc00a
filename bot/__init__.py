"""Roro: a knowledge bot that answers from curated facts and shows the very sentence each answer rests on."""
