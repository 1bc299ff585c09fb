"""A client in environment variables, so that a secret is neither typed nor stored."""

from collections.abc import Mapping

ON_A_PUBLIC_MACHINE = (
    "This machine belongs to somebody else, so type no secret here: use the device flow, which "
    "needs none."
)


def variables(slug: str) -> tuple[str, str]:
    """Return the names of the variables that hold a client's id and secret.

    Example:
        >>> variables("github-app")
        ('OAUTH_TUTORIAL_GITHUB_APP_CLIENT_ID', 'OAUTH_TUTORIAL_GITHUB_APP_CLIENT_SECRET')
    """
    name = "".join(one if one.isalnum() else "_" for one in slug).upper()
    return f"OAUTH_TUTORIAL_{name}_CLIENT_ID", f"OAUTH_TUTORIAL_{name}_CLIENT_SECRET"


def read_environment(slug: str, environ: Mapping[str, str]) -> tuple[str, str | None] | None:
    """Return a provider's client_id and secret; None if there is no id.

    Args:
        slug: The provider.
        environ: The variables.
    """
    name_of_id, name_of_secret = variables(slug)
    client_id = environ.get(name_of_id, "").strip()
    return (client_id, environ.get(name_of_secret, "").strip() or None) if client_id else None
