"""The steps from one shape of a database to the next. A published step is never changed."""
