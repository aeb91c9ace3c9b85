"""The adviser's pages: the start, vacancies, people, lists."""

from web.adviser import allocation as allocation
from web.adviser import candidate_list as candidate_list
from web.adviser import edit_person as edit_person
from web.adviser import match as match
from web.adviser import people as people
from web.adviser import person as person
from web.adviser import register as register
from web.adviser import requests as requests
from web.adviser import start as start
from web.adviser import vacancies as vacancies
from web.adviser import vacancy as vacancy
from web.adviser import visibility as visibility
from web.adviser.blueprint import NAVIGATION as NAVIGATION
from web.adviser.blueprint import blueprint as blueprint
