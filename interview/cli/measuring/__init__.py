"""What `interview bench` measures, and how: a throw-away installation, a real server, a browser without a screen."""
