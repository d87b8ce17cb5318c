"""Sign-in, sign-up and passwords: pages of allauth."""

from __future__ import annotations

from typing import Any

TABLE = """
                                             anon stud clas outs susp assi teac othe admi
account_login                           GET  200  302  302  302  200  302  302  302  302
account_login                           POST 200  302  302  302  200  302  302  302  302
account_logout                          GET  302  200  200  200  302  200  200  200  200
account_logout                          POST 302  302  302  302  302  302  302  302  302
account_inactive                        GET  200  200  200  200  200  200  200  200  200
account_inactive                        POST 405  405  405  405  405  405  405  405  405
account_signup                          GET  200  302  302  302  200  302  302  302  302
account_signup                          POST 200  302  302  302  200  302  302  302  302
account_email_verification_sent         GET  200  200  200  200  200  200  200  200  200
account_email_verification_sent         POST 405  405  405  405  405  405  405  405  405
account_change_password                 GET  302  200  200  200  302  200  200  200  200
account_change_password                 POST 302  200  200  200  302  200  200  200  200
account_set_password                    GET  302  302  302  302  302  302  302  302  302
account_set_password                    POST 302  302  302  302  302  302  302  302  302
account_reset_password                  GET  200  200  200  200  200  200  200  200  200
account_reset_password                  POST 200  200  200  200  200  200  200  200  200
account_confirm_email                   GET  200  200  200  200  200  200  200  200  200
account_confirm_email                   POST 404  404  404  404  404  404  404  404  404
account_reset_password_from_key_done    GET  200  200  200  200  200  200  200  200  200
account_reset_password_from_key_done    POST 405  405  405  405  405  405  405  405  405
account_reset_password_from_key         GET  200  200  200  200  200  200  200  200  200
account_reset_password_from_key         POST 200  200  200  200  200  200  200  200  200
account_reset_password_done             GET  200  200  200  200  200  200  200  200  200
account_reset_password_done             POST 405  405  405  405  405  405  405  405  405
"""


def addresses(site: Any) -> dict[str, list[str]]:
    """Route -> the arguments of its address."""
    return {
        "account_confirm_email": ["a-key"],
        "account_reset_password_from_key": ["1", "a-key"],
    }


def bodies(site: Any) -> dict[str, dict[str, Any]]:
    """Route -> a body that it takes from whoever may use it."""
    return {}
