"""What a savings group does: registry, promises, deposit sheets."""
