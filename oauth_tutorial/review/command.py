"""The body of ``oauth-tutorial review``."""

import sys
from collections.abc import Sequence

import click

from oauth_tutorial.review.result import Review
from oauth_tutorial.review.reviewing import review

_WIDTH = 24  # characters of the bar: what is tried stands beside it


def run(app: Sequence[str], *, as_json: bool) -> int:
    """Review an app and print what was found; progress goes to standard error.

    Args:
        app: The words of the command line.
        as_json: Whether to print a list for a script.

    Returns:
        The exit status.

    Raises:
        InvalidArgument: When there is no such file or program.
    """
    result = _reviewed(app)
    if as_json and result.problem:
        click.echo(result.problem, err=True)
    click.echo(result.as_json() if as_json else repr(result))
    return result.exit_status


def _reviewed(app: Sequence[str]) -> Review:
    if not sys.stderr.isatty():
        click.echo("Reviewing: this takes a few seconds.", err=True)
        return review(app)
    try:
        return review(app, progress=_show)
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def _show(done: int, total: int, name: str) -> None:
    full = done * _WIDTH // total
    bar = "█" * full + "░" * (_WIDTH - full)
    click.echo(f"\r\x1b[K{bar} {done} of {total}: {name}", nl=False, err=True)
