"""A case and its life: roles, the one policy of who may do what, and the states that things go through. Pure."""
