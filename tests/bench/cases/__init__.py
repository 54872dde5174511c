"""The cases, by the name that chooses them."""

from tests.bench.cases import post

CASES = {"post": post.run}
