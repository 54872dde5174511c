"""Addresses of the loan products of an organisation; `product` is a product's code."""

from django.urls import include, path

from loans.products import views

# /o/<code>/loans/products/
product_urls = [
    path("", views.products, name="products"),
    path("add/", views.product_examples, name="product_examples"),
    path("add/<slug:example>/", views.product_add, name="product_add"),
    path("<slug:product>/", views.product, name="product"),
    path("<slug:product>/terms/", views.product_terms, name="product_terms"),
    path("<slug:product>/offer/", views.product_offer, name="product_offer"),
]

urlpatterns = [
    path("o/<slug:code>/loans/products/", include(product_urls)),
]
