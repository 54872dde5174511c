"""Organisations, bylaws, access, audit, closing and reports of a federation of savings groups."""
