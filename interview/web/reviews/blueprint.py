"""The blueprint of reviews; the modules beside this one hang their pages on it."""

from flask import Blueprint

reviews = Blueprint("reviews", __name__)
