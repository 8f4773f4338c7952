"""Files of a case on their page: coming in piece by piece, going out as they are, and never shown."""

import re
import tempfile
import tracemalloc
from collections.abc import Iterator
from typing import Any, NoReturn
from uuid import UUID, uuid4

import pytest
from builders.attaching import BOUNDARY, FORM, MARK, PDF, FormWithFile, form_with, jpeg, large
from builders.deployments import Browser, Deployment, deployment_in
from builders.invented_talks import case_of
from werkzeug.test import TestResponse

from interview.audit.events import Event
from interview.casework.attachments import LARGEST
from interview.store.engines import open_engine

DOWNLOAD = re.compile(r'href="(/cases/[0-9a-f-]+/files/[0-9a-f-]+)"')
TEN_MEGABYTES = 10 * 1024 * 1024
PIECE = PDF.ljust(65_536, b"x")


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return deployment_in(tmp_path_factory.mktemp("deployment"))


@pytest.fixture
def browser(deployment: Deployment) -> Browser:
    return deployment.browser("caseworker")


@pytest.fixture
def address(deployment: Deployment, browser: Browser) -> str:
    """Where the files of a new case are."""
    return f"/cases/{case_of(deployment, UUID(browser.begin_interview()))}/files"


def downloads(browser: Browser, address: str) -> list[str]:
    return list(dict.fromkeys(DOWNLOAD.findall(browser.get(address).text)))


def events(deployment: Deployment, event: Event) -> int:
    engine = open_engine(deployment.settings.database_url)
    with engine.connect() as connection:
        query = "SELECT count(*) FROM audit_events WHERE event = ?"
        count = int(connection.exec_driver_sql(query, (event.value,)).scalar_one())
    engine.dispose()
    return count


def test_a_file_is_added_and_handed_out_to_be_kept_under_a_name_that_says_nothing(
    browser: Browser, address: str, deployment: Deployment
) -> None:
    data = large(200_000)

    added = browser.send_file(address, "Passport of Malee.pdf", data, kind="evidence")

    assert (added.status_code, added.headers["Location"]) == (303, address)
    page = browser.get(address).text
    assert "Passport of Malee.pdf" in page
    assert "Original, offered as evidence" in page
    (download,) = downloads(browser, address)
    answer = browser.get(download)
    assert answer.data == data
    headers = answer.headers
    assert re.fullmatch(r'attachment; filename="file-[0-9a-f]{8}\.pdf"', headers["Content-Disposition"])
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Length"] == str(len(data))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert "Malee" not in str(headers) + str(added.headers)
    assert "took it" in deployment.browser("supervisor").get(address).text


def test_the_pages_of_an_interview_and_of_a_review_lead_to_its_files(deployment: Deployment, browser: Browser) -> None:
    interview_id = browser.begin_interview()
    link = f"/cases/{case_of(deployment, UUID(interview_id))}/files?interview={interview_id}"

    assert f'href="{link}"' in browser.get(f"/interviews/{interview_id}").text
    assert f'href="/interviews/{interview_id}"' in browser.get(link).text


def test_sent_twice_a_file_is_there_once(browser: Browser, address: str) -> None:
    browser.send_file(address, "a.pdf", PDF, kind="ordinary")

    again = browser.send_file(address, "a.pdf", PDF, kind="ordinary")

    assert again.headers["Location"] == f"{address}?again=1"
    assert "It was not added a second time." in browser.get(f"{address}?again=1").text
    assert len(downloads(browser, address)) == 1


@pytest.mark.parametrize(
    ("filename", "data", "fields", "sentence"),
    [
        ("", b"", {"kind": "ordinary"}, "Choose a file."),
        ("empty.pdf", b"", {"kind": "evidence"}, "Choose a file."),
        ("report.pdf", b"MZ\x90\0", {"kind": "ordinary"}, "This kind of file cannot be added."),
        ("page.html.pdf", b"PK\3\4" + bytes(300_000), {"kind": "ordinary"}, "This kind of file cannot be added."),
        ("a.pdf", PDF, {}, "Say whether it is an original"),
        ("a.pdf", PDF, {"kind": "copy"}, "Say whether it is an original"),
        ("a.pdf", PDF, {"kind": "x"}, "Say whether it is an original"),
    ],
)
def test_what_is_not_taken_is_said_in_one_sentence(
    browser: Browser, address: str, filename: str, data: bytes, fields: dict[str, str], sentence: str
) -> None:
    answer = browser.send_file(address, filename, data, **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert downloads(browser, address) == []


@pytest.mark.parametrize("over", [1, 100_000])
def test_a_file_that_is_too_large_is_refused(browser: Browser, address: str, over: int) -> None:
    answer = browser.send_file(address, "a.pdf", PDF + bytes(LARGEST - len(PDF) + over), kind="ordinary")

    assert answer.status_code == 413
    assert "A file can have up to 20 MB." in answer.text
    assert downloads(browser, address) == []


def test_only_this_page_takes_a_large_body(browser: Browser, address: str) -> None:
    body = form_with({"csrf_token": browser.token}, "a.pdf", large(2_000_000))

    for other in (f"{address}/{uuid4()}/copy", "/interviews/new"):
        answer = browser.client.post(other, data=body, content_type=FORM)
        assert answer.status_code == 413


def send(browser: Browser, address: str, body: bytes, kind: str = FORM, **headers: str) -> TestResponse:
    return browser.client.post(address, data=body, content_type=kind, headers=headers)


def test_without_the_token_of_this_visit_nothing_is_read(browser: Browser, address: str) -> None:
    browser.get(address)
    fields = {"kind": "ordinary"}
    late = form_with(fields, "a.pdf", PDF).replace(
        f"\r\n--{BOUNDARY}--".encode(),
        f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.token}'
        f"\r\n--{BOUNDARY}--".encode(),
    )

    for body in (form_with(fields, "a.pdf", PDF), form_with({"csrf_token": "x" * 86} | fields, "a.pdf", PDF), late):
        assert send(browser, address, body).status_code == 400
    right = form_with({"csrf_token": browser.token} | fields, "a.pdf", PDF)
    assert send(browser, address, right, **{"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert downloads(browser, address) == []
    assert send(browser, address, right).status_code == 303


@pytest.mark.parametrize("change", ["half", "no boundary", "long field", "many fields", "headers that never end"])
def test_what_is_no_form_is_refused(browser: Browser, address: str, change: str) -> None:
    browser.get(address)
    fields = {"csrf_token": browser.token, "kind": "ordinary"}
    body, kind = form_with(fields, "a.pdf", large(100_000)), FORM
    match change:
        case "half":
            body = body[:50_000]
        case "no boundary":
            kind = "multipart/form-data"
        case "long field":
            body = form_with({**fields, "kind": "x" * 5000}, "a.pdf", PDF)
        case "many fields":
            body = form_with(fields | {f"field{number}": "x" for number in range(30)}, "a.pdf", PDF)
        case _:
            body = f"--{BOUNDARY}\r\n".encode() + b"x" * 1_000_000

    assert send(browser, address, body, kind).status_code in {400, 413}
    assert downloads(browser, address) == []


def test_a_form_without_its_kind_of_body_brings_no_file(browser: Browser, address: str) -> None:
    assert browser.post(address, {"kind": "ordinary", "file": "a.pdf"}).status_code == 422


def test_a_session_that_locked_meanwhile_is_unlocked_and_comes_back_to_the_files(
    browser: Browser, address: str
) -> None:
    browser.get(address)
    token = browser.token
    browser.post("/lock")

    answer = send(browser, address, form_with({"csrf_token": token, "kind": "ordinary"}, "a.pdf", large(3_000_000)))

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/unlock?back={address}"


@pytest.mark.parametrize("who", ["other caseworker", "interpreter", "analyst", "administrator"])
def test_others_find_nothing(deployment: Deployment, browser: Browser, address: str, who: str) -> None:
    browser.send_file(address, "a.jpg", jpeg(), kind="ordinary")
    (download,) = downloads(browser, address)
    other = deployment.browser(who)
    other.get("/")

    for one in (address, download):
        assert other.get(one).status_code == 404
    assert other.send_file(address, "a.pdf", PDF, kind="ordinary").status_code == 404
    for act, fields in (("copy", {}), ("remove", {"reason": "wrong_case"})):
        assert other.post(f"{download}/{act}", fields).status_code == 404
    assert len(downloads(browser, address)) == 1


def test_a_copy_to_share_is_made_and_says_what_it_was_made_of(browser: Browser, address: str) -> None:
    browser.send_file(address, "a.jpg", jpeg(), kind="evidence")
    (original,) = downloads(browser, address)

    assert browser.post(f"{original}/copy").headers["Location"] == address

    page = browser.get(address).text
    assert "Made of file 1, without what the camera wrote into it." in page
    _, copy = downloads(browser, address)
    assert MARK not in browser.get(copy).data
    assert MARK in browser.get(original).data
    assert page.count("Make a copy to share") == 1


def test_a_paper_is_not_handed_out_as_a_copy_and_the_page_says_so(browser: Browser, address: str) -> None:
    browser.send_file(address, "a.pdf", PDF, kind="ordinary")

    page = browser.get(address).text

    assert "Only the original exists. It is not handed out as a copy." in page
    assert "Make a copy to share" not in page
    assert browser.post(f"{downloads(browser, address)[0]}/copy").status_code == 409


def test_a_file_is_removed_with_a_reason_and_evidence_is_not(browser: Browser, address: str) -> None:
    browser.send_file(address, "a.pdf", PDF, kind="ordinary")
    browser.send_file(address, "b.pdf", PDF, kind="evidence")
    ordinary, evidence = downloads(browser, address)
    assert browser.get(address).text.count("Remove it for good") == 1

    assert "Say why the file is removed." in browser.post(f"{ordinary}/remove", {"reason": "x"}).text
    assert browser.post(f"{evidence}/remove", {"reason": "wrong_case"}).status_code == 409
    assert browser.post(f"{ordinary}/remove", {"reason": "wrong_case"}).status_code == 303

    assert downloads(browser, address) == [evidence]
    assert browser.get(ordinary).status_code == 404


def test_a_chunk_that_is_not_what_it_should_be_ends_the_download_and_is_recorded(
    deployment: Deployment, browser: Browser, address: str
) -> None:
    browser.send_file(address, "a.pdf", large(200_000), kind="evidence")
    (download,) = downloads(browser, address)
    engine = open_engine(deployment.settings.database_url)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "UPDATE attachment_chunks SET content_sealed = zeroblob(65556) WHERE number = 2 AND attachment_id = ?",
            (UUID(download.rpartition("/")[2]).hex,),
        )
    engine.dispose()
    before, given = events(deployment, Event.SEALED_BYTES_REFUSED), list[bytes]()

    answer = browser.client.get(download)
    with pytest.raises(Exception, match="sealed bytes refused"):
        given.extend(answer.iter_encoded())

    assert b"".join(given) == large(200_000)[: 2 * 65_536]
    assert events(deployment, Event.SEALED_BYTES_REFUSED) == before + 1


def test_nothing_of_a_file_goes_through_a_temporary_file(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a temporary file was opened")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)

    assert browser.send_file(address, "a.pdf", large(3_000_000), kind="ordinary").status_code == 303


def ten_megabytes() -> Iterator[bytes]:
    return (PIECE for _ in range(TEN_MEGABYTES // len(PIECE)))


def test_ten_megabytes_go_up_and_down_in_little_memory(browser: Browser, address: str) -> None:
    browser.get(address)
    fields = {"csrf_token": browser.token, "kind": "evidence"}
    form = FormWithFile(fields, "a.pdf", ten_megabytes(), TEN_MEGABYTES)
    body = {"wsgi.input": form, "CONTENT_LENGTH": str(form.length), "CONTENT_TYPE": FORM}

    tracemalloc.start()
    up = browser.client.post(address, environ_overrides=body)
    going_up = tracemalloc.get_traced_memory()[1]

    (download,) = downloads(browser, address)
    tracemalloc.reset_peak()
    down = sum(len(piece) for piece in browser.client.get(download).iter_encoded())
    going_down = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert up.status_code == 303
    assert down == TEN_MEGABYTES
    assert max(going_up, going_down) < 3_000_000, (going_up, going_down)
