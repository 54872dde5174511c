"""A group's month on its way to the network: sent, checked, returned or accepted; and months kept on paper."""
