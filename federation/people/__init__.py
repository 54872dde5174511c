"""Persons, their names and national identity, and the users who sign in."""
