"""HTTPS to a model's server, with certificates that the tests make themselves."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from summarizer.engines.endpoint.engine import EndpointEngine
from summarizer.engines.interface import Options
from summarizer.models.errors import EngineFailed

from .conftest import FakeServer


def self_signed(folder: Path, host: str, *, valid_days: int = 1) -> Path:
    """Writes a certificate for a host, and its key, into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=valid_days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


class SecureServer(FakeServer):
    """The same server behind TLS."""

    def __init__(self, certificate: Path) -> None:
        super().__init__()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://localhost:{self._server.server_port}/v1#tiny"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return self_signed(tmp_path, "localhost")


@pytest.fixture
def secure_server(certificate: Path) -> Iterator[SecureServer]:
    server = SecureServer(certificate)
    yield server
    server.close()


def drafts(url: str) -> list[str]:
    engine = EndpointEngine(url)
    prompt = engine.summary_prompt("The council voted to close two libraries.", sentences=3, words=40)
    [generations] = engine.generate([prompt], n=2, options=Options(temperature=0.5))
    return [generation.text for generation in generations]


def trust(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an editor's administrator would: OpenSSL reads this variable."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def test_a_trusted_certificate_of_the_host_is_accepted(
    secure_server: SecureServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(certificate, monkeypatch)
    monkeypatch.setenv("COPYDESK_API_KEY", "sesame")
    assert drafts(secure_server.url) == [secure_server.draft] * 2
    assert {request.headers["Authorization"] for request in secure_server.requests} == {"Bearer sesame"}


def test_a_self_signed_certificate_that_nobody_trusts_is_refused_and_nothing_is_sent(
    secure_server: SecureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(EngineFailed, match="could not prove that it is localhost") as caught:
        drafts(secure_server.url)
    assert caught.value.exit_code == 3
    assert secure_server.requests == []


def test_a_certificate_of_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = self_signed(tmp_path, "models.example")
    trust(other, monkeypatch)
    server = SecureServer(other)
    try:
        with pytest.raises(EngineFailed, match="could not prove that it is localhost"):
            drafts(server.url)
        assert server.requests == []
    finally:
        server.close()


def test_an_expired_certificate_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expired = self_signed(tmp_path, "localhost", valid_days=-1)
    trust(expired, monkeypatch)
    server = SecureServer(expired)
    try:
        with pytest.raises(EngineFailed, match="could not prove"):
            drafts(server.url)
    finally:
        server.close()


def test_http_to_a_port_that_speaks_https_is_an_error_with_advice(secure_server: SecureServer) -> None:
    with pytest.raises(EngineFailed, match=r"try again|could not|understood"):
        drafts(secure_server.url.replace("https:", "http:"))


def test_https_to_a_port_that_speaks_http_is_an_error_with_advice(server: FakeServer) -> None:
    with pytest.raises(EngineFailed, match="could not prove"):
        drafts(f"https://{server.address}/v1#tiny")


def test_the_command_works_over_https(
    copydesk, secure_server: SecureServer, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(certificate, monkeypatch)
    (tmp_path / "story.txt").write_text("The town council voted on Tuesday to close two of its five libraries.")
    ran = copydesk("summarize", tmp_path / "story.txt", "--model", secure_server.url)
    assert (ran.code, ran.err) == (0, "")
    assert "two of its five libraries" in ran.out
