from federation.nation.views.tables import registry, registry_area, registry_country

__all__ = ["registry", "registry_area", "registry_country"]
