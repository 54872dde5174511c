"""Lending: products, loans, arrears and follow-up. Nothing lives here yet; loans will join the deposit sheet
by adding a posting of their own."""
