"""What is written once all groups have closed their months: handed over, met about, looked after."""

from collections.abc import Sequence

from federation.demo import officers
from federation.demo.frame import Frame
from federation.demo.network import close, purse_of
from federation.demo.world import Village


def finish(network: officers.Network, villages: Sequence[Village], frame: Frame) -> None:
    """Hand the last months over, close them in the network's book, and leave to the visitor what waits."""
    purse = purse_of(network)
    for month in frame.months_between():
        close(purse, month, frame)
