"""What is asked of the address of a build, and what of its answer is believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatapp import paths
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.library.https_file import fetch
from chatapp.library.update_feed import FILE, LONGEST_NOTES, MOST_BYTES, UpdateFeed, open_feed
from tests.library.publisher import PLACE, Publisher, Signer, publishing, version_file


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing() as made:
        yield made


def refused(publisher: Publisher, signer: Signer, address: str = "") -> Problem:
    with pytest.raises(ProblemError) as caught:
        UpdateFeed(address or publisher.address, signer.public_key).newest()
    return caught.value.problem


def test_a_signed_answer_is_believed_and_nothing_told_of_who_asks(publisher: Publisher, signer: Signer) -> None:
    content = version_file("1.2.3", notes={"en": "Fast\nand \u202esafe\x00"}, later="fields")
    publisher.publish(content, signer.sign(content))
    release = UpdateFeed(publisher.address, signer.public_key).newest()
    assert (release.version, release.page) == ("1.2.3", "https://example.org/causerie")
    assert release.notes == {"en": "Fast\nand safe"}
    assert publisher.requests == [PLACE, f"{PLACE}.minisig"]
    for headers in publisher.headers:
        assert headers["User-Agent"] == "Causerie"
        assert not headers.keys() & {"Cookie", "Referer", "Authorization", "Accept-Language"}


def test_an_answer_that_others_signed_is_thrown_away(publisher: Publisher, signer: Signer) -> None:
    publisher.publish(version_file(), Signer().sign(version_file()))
    assert refused(publisher, signer).kind is ProblemKind.CHECKSUM
    publisher.publish(version_file("9.9.9"), signer.sign(version_file("9.0.0")))
    assert refused(publisher, signer).kind is ProblemKind.CHECKSUM


def test_an_answer_without_a_signature_is_none(publisher: Publisher, signer: Signer) -> None:
    publisher.files = {PLACE: version_file()}
    problem = refused(publisher, signer)
    assert (problem.kind, problem.details) == (ProblemKind.NETWORK, "404 Not Found")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"\xff", b"[" * 60_000, b'{"version": "9.0.0"}'),
        *(version_file(version) for version in ("nine", "9", "")),
        *(
            version_file(page=page)
            for page in ("http://example.org", "file:///etc", "https://", "https://me@example.org")
        ),
        *(version_file(notes=notes) for notes in ("text", {"en": 5}, None)),
    ],
)
def test_what_can_not_be_read_is_refused_signed_or_not(publisher: Publisher, signer: Signer, content: bytes) -> None:
    publisher.publish(content, signer.sign(content))
    problem = refused(publisher, signer)
    assert problem.kind is ProblemKind.NETWORK
    assert "can't be read" in problem.sentence


def test_notes_without_end_are_cut(publisher: Publisher, signer: Signer) -> None:
    content = version_file(notes={"en": "x" * 2 * LONGEST_NOTES})
    publisher.publish(content, signer.sign(content))
    assert len(UpdateFeed(publisher.address, signer.public_key).newest().notes["en"]) == LONGEST_NOTES


def test_a_huge_answer_is_not_read_to_its_end(publisher: Publisher, signer: Signer) -> None:
    content = version_file() + b" " * MOST_BYTES
    publisher.publish(content, signer.sign(content))
    assert f"more than {MOST_BYTES} bytes" in refused(publisher, signer).details


def test_an_answer_that_was_cut_off_is_no_forgery(publisher: Publisher, signer: Signer) -> None:
    publisher.publish(version_file(), signer.sign(version_file()))
    publisher.cuts = {PLACE}
    assert refused(publisher, signer).kind is ProblemKind.NETWORK


def test_a_redirection_is_not_followed(publisher: Publisher, signer: Signer) -> None:
    publisher.publish(version_file(), signer.sign(version_file()))
    publisher.files["/elsewhere"] = version_file()
    publisher.redirections = {PLACE: "/elsewhere"}
    assert refused(publisher, signer).details == "302 Found"
    assert publisher.requests == [PLACE]


def test_an_offline_computer_is_told_so(signer: Signer) -> None:
    with publishing() as gone:
        address = gone.address
    problem = refused(gone, signer, address)
    assert (problem.kind, "Check the connection" in problem.remedies[0]) == (ProblemKind.NETWORK, True)


@pytest.mark.parametrize("address", ["http://example.org/", "ftp://127.0.0.1/", "file:///etc/hostname", "nonsense"])
def test_only_https_leaves_this_computer(address: str) -> None:
    with pytest.raises(ProblemError) as caught:
        fetch(address, MOST_BYTES)
    assert caught.value.problem.details == "only https is asked"


def test_a_build_says_whom_it_asks(tmp_path: Path) -> None:
    assert not open_feed(paths.resources()).is_there  # a checkout asks nobody
    (tmp_path / FILE).write_text('address = "https://example.org/version.json"\nkey = "RWQ"\n')
    assert open_feed(tmp_path).is_there
    (tmp_path / FILE).write_text('address = "https://example.org/version.json"\nkey = ""\n')
    assert not open_feed(tmp_path).is_there
