"""The declarative base of the case database."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import LargeBinary, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase

from interview.store.columns import Moment, SealedColumn
from interview.store.tables.naming import NAMING
from interview.vault.sealed import Sealed


class Row(DeclarativeBase):
    """A table of the case database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        UUID: Uuid(),
        str: Text(),
        bytes: LargeBinary(),
        datetime: Moment(),
        Sealed: SealedColumn(),
    }
