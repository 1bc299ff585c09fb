"""The body of ``oauth-tutorial preflight``."""

from collections.abc import Sequence

from oauth_tutorial.presets import AppKind
from oauth_tutorial.providers.checking import preflight
from oauth_tutorial.providers.result import Preflight


def run(
    name: str,
    *,
    redirect_uri: str | None,
    scopes: Sequence[str],
    app: AppKind | None,
    client_id: str | None,
    client_secret_given: bool | None,
    refresh: bool,
) -> Preflight:
    """Check before anything is registered; this machine says where the browser is.

    Args:
        name: The provider.
        redirect_uri: What would be registered.
        scopes: What was given by ``--scope``, each with one word or several.
        app: The kind of app.
        client_id: What the registration gave.
        client_secret_given: Whether it gave a secret.
        refresh: Whether a refresh token is wanted.

    Raises:
        InvalidArgument: When there is no such provider, or an argument cannot be right.
    """
    from oauth_tutorial import location

    return preflight(
        name,
        redirect_uri=redirect_uri,
        scopes=scopes,
        app=app,
        client_id=client_id,
        client_secret_given=client_secret_given,
        where=location.where(),
        refresh=refresh,
    )
