"""The process that makes one PDF: a page on its standard input, the PDF on its standard output."""

import sys
from importlib import resources

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

NOTHING = URLFetcher(allowed_protocols=())


def print_sheet() -> None:
    """Read, lay out, write. Whatever the page points at is left out."""
    page = sys.stdin.buffer.read().decode("utf-8")
    style = CSS(string=resources.files("interview.printing").joinpath("sheet.css").read_text("utf-8"))
    pdf = HTML(string=page, url_fetcher=NOTHING).write_pdf(stylesheets=[style], pdf_tags=True)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    print_sheet()
