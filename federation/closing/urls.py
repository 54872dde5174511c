from django.urls import path

from federation.closing import views
from federation.kit import addresses  # noqa: F401  (month in addresses)

urlpatterns = [
    path("o/<slug:code>/close/<month:month>/", views.month_close, name="month_close"),
]
