"""The employer's pages: own vacancies, and figures about the field; never a list of people."""

from web.employer import posting as posting
from web.employer import shared as shared
from web.employer import start as start
from web.employer import vacancy as vacancy
from web.employer.blueprint import NAVIGATION as NAVIGATION
from web.employer.blueprint import blueprint as blueprint
