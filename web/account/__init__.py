"""Signing in and out, the demo's people, one's own account, and the language."""

from web.account import views as views
from web.account.blueprint import NAVIGATION as NAVIGATION
from web.account.blueprint import blueprint as blueprint
