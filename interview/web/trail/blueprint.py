"""The blueprint of the record."""

from flask import Blueprint

trail = Blueprint("trail", __name__)
