"""The adviser's pages: the start, vacancies, people, lists."""

from web.adviser import candidate_list as candidate_list
from web.adviser import requests as requests
from web.adviser import start as start
from web.adviser.blueprint import NAVIGATION as NAVIGATION
from web.adviser.blueprint import blueprint as blueprint
