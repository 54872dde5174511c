"""Fill an empty installation with a synthetic nation, to measure on."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from federation.demo.nation.seed import Plan, seed
from federation.kit import clock
from federation.kit.dates import month_of, next_month
from federation.organisations.models import Organisation


class Command(BaseCommand):
    help = "Make a synthetic nation: networks of districts, groups, members, and a sheet a month, all made up."

    def add_arguments(self, parser):
        parser.add_argument("--groups", type=int, required=True)
        parser.add_argument("--members", type=int, default=50, help="of each group")
        parser.add_argument("--months", type=int, default=12, help="up to the month before this one")
        parser.add_argument("--small-charts", action="store_true", help="only accounts that something is entered on")
        parser.add_argument("--beside-real-data", action="store_true", help="even where there are real organisations")

    def handle(self, *, groups, members, months, small_charts, beside_real_data, **options):
        if min(groups, members, months) < 1:
            raise CommandError(_("Give at least one group, one member and one month."))
        if not beside_real_data and Organisation.objects.filter(is_demo=False).exists():
            raise CommandError(_("There is real data here; a synthetic nation would stand among it. Nothing was made."))
        this_month = month_of(clock.today())
        books_of = [next_month(this_month, by=-back) for back in range(months, 0, -1)]
        plan = Plan(groups, members, books_of, clock.now(), whole_chart=not small_charts)
        begun = time.perf_counter()
        rows = seed(plan, say=self._say)
        self._tell(rows, seconds=time.perf_counter() - begun)

    def _say(self, line):
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _tell(self, rows, *, seconds):
        for table, count in sorted(rows.written.items(), key=lambda each: -each[1]):
            rate = count / max(rows.seconds[table], 0.001)
            self.stdout.write(f"  {table:26}{count:>12,} rows {rate:>10,.0f} a second")
        whole = sum(rows.written.values())
        self.stdout.write(f"  {whole:,} rows in {seconds:.0f} s, {whole / seconds:,.0f} a second")
