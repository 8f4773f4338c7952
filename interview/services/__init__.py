"""What people do, one function each: permission, load, ask the pure rooms, store, record, in one transaction."""

from interview.store.work import UnitOfWork

__all__ = ["UnitOfWork"]
