"""What every WTForms form of ours has in common."""

from flask_wtf import FlaskForm


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A form without a token of its own: `forgery.check` has looked at the request before any view sees it."""

    class Meta:
        csrf = False
