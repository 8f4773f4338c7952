"""Reviews: what waits to be decided, one decision with its evidence, and what the person is told."""

from interview.web.reviews import answering, deciding, queues, telling
from interview.web.reviews.blueprint import reviews

__all__ = ["answering", "deciding", "queues", "reviews", "telling"]
