from itertools import combinations
from uuid import UUID

import pytest

from interview.vault import Purpose, SealKind, decision_digest, derived, document_key, link, mac, new_key, verify_mac
from interview.vault.master import MasterKey


def test_every_document_of_a_case_has_a_key_of_its_own() -> None:
    case_key = new_key()

    keys = {document_key(case_key, kind, UUID(int=number)) for kind in SealKind for number in range(3)}

    assert len(keys) == len(SealKind) * 3
    assert all(len(key) == 32 for key in keys)
    assert document_key(case_key, SealKind.INTERVIEW, UUID(int=1)) in keys
    assert document_key(new_key(), SealKind.INTERVIEW, UUID(int=1)) not in keys


def test_labels_and_parts_of_a_derived_key_do_not_run_into_each_other() -> None:
    key = new_key()

    keys = [derived(key, "ab", ("c",)), derived(key, "a", ("bc",)), derived(key, "abc"), derived(key, "abc", ("",))]

    assert all(one != other for one, other in combinations(keys, 2))


def test_a_mac_holds_for_its_parts_and_key_alone() -> None:
    key = new_key()
    tag = mac(key, ("membership", UUID(int=1), UUID(int=2), True))

    assert verify_mac(key, ("membership", UUID(int=1), UUID(int=2), True), tag)
    assert not verify_mac(key, ("membership", UUID(int=2), UUID(int=1), True), tag)
    assert not verify_mac(key, ("membership", UUID(int=1), UUID(int=2), False), tag)
    assert not verify_mac(key, ("team", UUID(int=1), UUID(int=2), True), tag)
    assert not verify_mac(new_key(), ("membership", UUID(int=1), UUID(int=2), True), tag)
    assert not verify_mac(key, ("membership", UUID(int=1), UUID(int=2), True), tag[:-1])
    assert not verify_mac(key, ("membership", UUID(int=1), UUID(int=2), True), b"")


def test_a_link_tells_apart_content_history_and_case() -> None:
    key = new_key()
    first = link(key, b"content", b"")

    links = {first, link(key, b"content", first), link(key, b"other", b""), link(new_key(), b"content", b"")}

    assert len(links) == 4
    assert link(key, b"content", b"") == first
    assert all(len(one) == 32 for one in links)


def test_a_decision_digest_confirms_no_guess_without_the_key(master: MasterKey) -> None:
    parts = ("interview", 7, b"canonical answers")
    key = master.subkey(Purpose.DECISION_DIGEST)

    digest = decision_digest(key, parts)

    assert digest == decision_digest(key, parts)
    assert digest != decision_digest(new_key(), parts)
    assert digest != mac(key, parts)


@pytest.mark.parametrize("purposes", list(combinations(Purpose, 2)))
def test_every_purpose_has_a_subkey_of_its_own(master: MasterKey, purposes: tuple[Purpose, Purpose]) -> None:
    one, other = purposes

    assert master.subkey(one) != master.subkey(other)
