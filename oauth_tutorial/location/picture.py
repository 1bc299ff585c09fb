"""The learner's actual machines, drawn: browser, kernel, and the way of the redirect."""

from markupsafe import Markup

_PICTURE = Markup(
    '<figure class="oat-picture">'
    '<svg viewBox="0 0 640 120" role="img" aria-label="{sentence}" font-size="14" '
    'font-family="system-ui, sans-serif" width="100%">'
    '<g fill="none" stroke="currentColor">'
    '<rect x="1" y="40" width="180" height="70" rx="6"/>'
    '<rect x="459" y="40" width="180" height="70" rx="6"/></g>'
    '<g text-anchor="middle" fill="currentColor">'
    '<text x="91" y="70" font-weight="600">your browser</text><text x="91" y="94">{browser}</text>'
    '<text x="549" y="70" font-weight="600">the kernel</text><text x="549" y="94">{kernel}</text>'
    '<text x="320" y="24" font-size="12">{way}</text>'
    '<text x="320" y="98" font-size="12">the redirect</text></g>'
    '<path d="M181 75h268" stroke="currentColor" stroke-width="2"/>'
    '<path d="M459 75l-14-6v12z" fill="currentColor"/>'
    "</svg><figcaption>{sentence}</figcaption></figure>"
)


def picture(browser: str, kernel: str, way: str, sentence: str) -> Markup:
    """Return HTML with an SVG and the same in one sentence.

    Args:
        browser: Where the page was loaded from, as ``"hub.example"``.
        kernel: What is said of the kernel's machine.
        way: The address that the redirect goes to, shown above the arrow.
        sentence: The text alternative, shown below.
    """
    return _PICTURE.format(browser=browser, kernel=kernel, way=way, sentence=sentence)
