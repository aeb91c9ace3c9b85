"""The adviser's pages: the start, vacancies, people, lists."""

from web.adviser import start as start
from web.adviser.blueprint import NAVIGATION as NAVIGATION
from web.adviser.blueprint import blueprint as blueprint
