"""How long a fund lasts: a projection over years from its own members, in NumPy. No Django here.

Figures are floats: a projection is no booking, and is shown in whole baht.
"""

from welfare.outlook.rules.life import OLDEST, chances_of_death
from welfare.outlook.rules.project import Paths, Plan, expected, project

__all__ = ["OLDEST", "Paths", "Plan", "chances_of_death", "expected", "project"]
