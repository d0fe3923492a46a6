"""Under settings that serve another host than this machine, cookies travel by HTTPS only."""

import json
import os
import subprocess
import sys

from django.conf import settings

ASK = (
    "import json, gvp.settings as s; print(json.dumps({n: getattr(s, n) for n in ("
    "'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', 'LANGUAGE_COOKIE_SECURE', 'SECURE_SSL_REDIRECT', "
    "'SESSION_COOKIE_HTTPONLY', 'SESSION_COOKIE_SAMESITE', 'AXES_ENABLED')}))"
)


def asked(**environment):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env=kept | {"SECRET_KEY": "x" * 60, "DEBUG": "0", "DEMO": "0"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(answer.stdout)


def test_another_host_than_this_machine_gets_secure_cookies_and_https():
    assert asked(ALLOWED_HOSTS="registro.example.pe") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "AXES_ENABLED": True,
    }


def test_this_machine_is_served_without_https():
    assert asked(ALLOWED_HOSTS="localhost")["SECURE_SSL_REDIRECT"] is False
