"""The small page where the browser ends up, and the headers that keep it harmless.

Behind a Jupyter proxy this page is served from Jupyter's own origin, so a script in it
could control the kernel. The page is fixed text, escapes everything else and allows no script.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; frame-ancestors 'none'",
}

_PAGE = Markup(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – PrintShop</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.6 system-ui, sans-serif; margin: 0; background: #f4f1ea; color: #222; }}
main {{ max-width: 25rem; margin: 12vh auto 0; padding: 1.5rem 1.75rem; background: #fff;
        border-radius: .75rem; border-top: .4rem solid #9a3b1f; }}
h1 {{ font-size: 1.4rem; margin: .25rem 0; }}
p {{ margin: .5rem 0 0; white-space: pre-line; overflow-wrap: anywhere; }}
.app {{ margin: 0; font-weight: 600; color: #9a3b1f; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #181713; color: #eee; }}
  main {{ background: #24231f; border-color: #f0a58c; }} .app {{ color: #f0a58c; }}
}}
</style></head>
<body><main><p class="app">PrintShop</p><h1>{title}</h1><p>{text}</p></main></body></html>
"""
)


def page(title: str, text: str) -> bytes:
    """Return the whole page; title and text are escaped here."""
    return _PAGE.format(title=title, text=text).encode("utf-8", "replace")


def small_page(
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    status: int,
    title: str,
    text: str,
    **more: str,
) -> Iterable[bytes]:
    """Answer a request with the page.

    Args:
        environ: The request: HEAD gets no body (RFC 9110 §9.3.2).
        start_response: The WSGI function (PEP 3333).
        status: The status code.
        title: The outcome, in a word or two.
        text: The same in a sentence; title and text are escaped here.
        more: Further headers.
    """
    body = page(title, text)
    headers = {**HEADERS, **more, "Content-Length": str(len(body))}
    start_response(f"{status} {HTTPStatus(status).phrase}", list(headers.items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
