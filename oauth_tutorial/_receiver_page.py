"""The small page that the browser ends on, and the headers that keep it harmless.

Behind a Jupyter proxy this page is served from Jupyter's own origin, so a script
in it would own the kernel: fixed text, everything else escaped, no script allowed.
"""

import html

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Connection": "close",
}

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – PrintShop</title>
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


def page(title: str, text: str) -> bytes:
    """Return the whole page; title and text are escaped here."""
    return _PAGE.format(title=html.escape(title), text=html.escape(text)).encode()
