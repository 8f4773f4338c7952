"""A page that is given to be kept as a PDF, made once the request's work is committed: nobody waits behind it."""

from flask import Response, after_this_request

from interview import printing


def as_pdf(page: str, otherwise: Response) -> Response:
    """The page as a PDF, under a name that says nothing; the other answer where none can be made."""

    @after_this_request
    def make(answer: Response) -> Response:
        # When the commit failed, it is that page, and not ours.
        pdf = printing.made(page) if answer is otherwise else None
        if pdf is None:
            return answer
        made = Response(pdf, mimetype="application/pdf")
        # It stands in the folder of downloads.
        made.headers["Content-Disposition"] = 'attachment; filename="sheet.pdf"'
        made.headers["X-Accel-Buffering"] = "no"
        return made

    return otherwise
