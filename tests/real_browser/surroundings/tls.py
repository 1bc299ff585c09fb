"""JupyterLab behind nginx, which ends TLS with a certificate made for one run."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.real_browser.surroundings.servers import Place, free_port, jupyter, needs, running

# Browsers take every name below localhost for this machine; it is none that we know as one.
HOST = "jupyter.localhost"
CONFIG = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr notice;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  client_max_body_size 0;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem;
    ssl_certificate_key {folder}/key.pem;
    location / {{
      proxy_pass {upstream};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }}
  }}
}}
"""


@contextmanager
def behind_tls(folder: Path) -> Iterator[Place]:
    """Start JupyterLab, and nginx in front of it."""
    nginx = needs("nginx", "on Debian: apt-get install nginx-light")
    port = free_port()
    make_certificate(folder)
    # what every JupyterLab behind a reverse proxy has to be told
    remote = "--ServerApp.allow_remote_access=True"
    with jupyter(folder, "jupyterlab", remote) as server:
        upstream = f"http://{urlsplit(server.url).netloc}"
        config = folder / "nginx.conf"
        config.write_text(CONFIG.format(folder=folder, port=port, upstream=upstream))
        command = [nginx, "-p", str(folder), "-c", str(config)]
        with running(command, "start worker process ", folder / "nginx.log"):
            url = f"https://{HOST}:{port}"
            seen = replace(server, url=url, api=server.url)
            yield Place(lambda _: seen, f"{url}/proxy/{{port}}")


def make_certificate(folder: Path) -> None:
    """Write ``cert.pem`` and ``key.pem`` for ``HOST``, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
