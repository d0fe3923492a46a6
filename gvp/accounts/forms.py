"""The login's form."""

from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.forms import TextInput

from gvp.accounts.models import User


class LoginForm(AuthenticationForm):
    """Django's names a longest user name in the page and lets a longer one pass: the log of attempts cannot hold it."""

    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=TextInput(attrs={"autofocus": True})
    )
