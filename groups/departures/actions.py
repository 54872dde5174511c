"""What is done about somebody who leaves, each as one durable act; the steps say what each raises."""

from functools import wraps

from django.db import transaction

from groups.departures.steps import asking, beneficiaries, deaths, deciding, paying, taking_back, transfers


def _act(step):
    """Return a step as an act of its own: a durable transaction."""

    @wraps(step)
    def act(*args, **kwargs):
        with transaction.atomic(durable=True):
            return step(*args, **kwargs)

    return act


ask = _act(asking.ask_step)
ask_refund = _act(asking.ask_refund_step)
give_notice = _act(asking.notice_step)
withdraw = _act(asking.withdraw_step)
refuse = _act(asking.refuse_step)
decide = _act(deciding.decide_step)
prepare = _act(paying.prepare_step)
pay = _act(paying.pay_step)
report_death = _act(deaths.report_death_step)
do_task = _act(deaths.do_task_step)
ask_back = _act(taking_back.ask_back_step)
take_back = _act(taking_back.take_back_step)
admit_moved = _act(transfers.admit_moved_step)
name_beneficiaries = _act(beneficiaries.name_beneficiaries_step)
