"""Reading departures. `net_of` is the one page's arithmetic."""

from groups.departures.queries.net import Net, NetLine, net_of

__all__ = ["Net", "NetLine", "net_of"]
