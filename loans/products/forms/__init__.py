"""The terms of a product as typed, with the resolution that sets them."""

from loans.products.forms.terms import NewProductForm, TermsForm

__all__ = ["NewProductForm", "TermsForm"]
