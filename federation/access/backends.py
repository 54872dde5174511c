"""Who is signed in, with their name, in one query."""

from django.contrib.auth.backends import ModelBackend

from federation.people.models import User


class Accounts(ModelBackend):
    """Django's own, but the person comes with the user: every page shows the name."""

    def get_user(self, user_id):
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
