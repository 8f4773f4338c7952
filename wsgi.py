"""For a WSGI server of one's own: `gunicorn wsgi:app`. Settings come from the environment."""

import os

from interview import create_app
from interview.config import Settings

app = create_app(Settings.from_environment(os.environ))
