"""The learner's actual machines, drawn: browser, kernel, and the way of the redirect."""

import html

_BOX = 'rx="6" fill="none" stroke="currentColor"'
_LABEL = 'text-anchor="middle" fill="currentColor"'


def picture(browser: str, kernel: str, way: str, sentence: str) -> str:
    """Return HTML with an SVG and the same in one sentence.

    Args:
        browser: Where the page was loaded from, as ``"hub.example"``.
        kernel: What is said of the kernel's machine.
        way: The address that the redirect goes to, shown above the arrow.
        sentence: The text alternative, shown below.
    """
    browser, kernel, way, sentence = (
        html.escape(part) for part in (browser, kernel, way, sentence)
    )
    return (
        '<figure style="margin:.5em 0;max-width:46rem;'
        'color:var(--jp-content-font-color1,CanvasText)">'
        f'<svg viewBox="0 0 640 120" role="img" aria-label="{sentence}" font-size="14" '
        'font-family="system-ui, sans-serif" style="width:100%">'
        f'<rect x="1" y="40" width="180" height="70" {_BOX}/>'
        f'<rect x="459" y="40" width="180" height="70" {_BOX}/>'
        f'<text x="91" y="70" font-weight="600" {_LABEL}>your browser</text>'
        f'<text x="91" y="94" {_LABEL}>{browser}</text>'
        f'<text x="549" y="70" font-weight="600" {_LABEL}>the kernel</text>'
        f'<text x="549" y="94" {_LABEL}>{kernel}</text>'
        f'<text x="320" y="24" font-size="12" {_LABEL}>{way}</text>'
        '<path d="M181 75h268" stroke="currentColor" stroke-width="2"/>'
        '<path d="M459 75l-14-6v12z" fill="currentColor"/>'
        f'<text x="320" y="98" font-size="12" {_LABEL}>the redirect</text>'
        f"</svg><figcaption>{sentence}</figcaption></figure>"
    )
