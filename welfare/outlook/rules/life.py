"""A life table: out of a thousand people of an age, how many die within the next five years.

It has the shape of tables published for Thailand, both sexes together, and is none of them: an assumption, to be
replaced by a current table before figures are relied on. What a village sees may lie above or below it, so the page
lets all chances be raised or lowered by one factor.
"""

import numpy as np

OLDEST = 110

# (from age, out of a thousand who reach it, so many die within five years)
OF_A_THOUSAND = (
    *((0, 9.0), (5, 1.1), (10, 1.8), (15, 4.5), (20, 6.2), (25, 7.5), (30, 9.5), (35, 12.5), (40, 16.5)),
    *((45, 22.5), (50, 31.0), (55, 43.0), (60, 62.0), (65, 91.0), (70, 140.0), (75, 216.0), (80, 330.0)),
    *((85, 480.0), (90, 640.0), (95, 790.0), (100, 900.0), (105, 970.0)),
)


def chances_of_death(*, factor: float = 1.0) -> np.ndarray:
    """Return the chance to die within the year at each full age 0 … 110; at 110 it is 1.

    A five-year chance is spread evenly: 1 - (1 - q5) ** (1/5). factor: raises or lowers all of them, 1 at most.
    """
    five = np.repeat([thousand / 1000 for _age, thousand in OF_A_THOUSAND], 5)
    yearly = np.minimum((1 - (1 - five) ** 0.2) * factor, 1.0)
    return np.append(yearly, 1.0)
