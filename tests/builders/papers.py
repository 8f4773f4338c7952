"""Whether a PDF can be made on this machine."""

from ctypes.util import find_library

import pytest

from interview import printing

needs_a_pdf = pytest.mark.skipif(
    not printing.is_installed() or find_library("pango-1.0") is None,
    reason="the extra pdf, or Pango, which draws its letters, is not installed",
)
