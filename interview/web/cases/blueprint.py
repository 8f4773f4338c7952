"""The blueprint of cases; the modules beside this one hang their pages on it."""

from flask import Blueprint

cases = Blueprint("cases", __name__)
