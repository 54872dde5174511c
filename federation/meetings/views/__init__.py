"""Pages of meetings: the list, what is written of one, its report on page and paper."""
