"""The command line: the name and the options of each command. What it does is elsewhere.

A command loads what it needs when it runs, so that each one starts quickly.
"""

import io
import sys
from pathlib import Path
from typing import Any, ClassVar, Literal

import click

from oauth_tutorial.start import copy_notebooks, notebooks_source, open_course

__all__ = ["copy_notebooks", "main", "notebooks_source"]  # a hub uses the first and the last


class _StartByDefault(click.Group):
    """A group in which a missing command means ``start``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # A lone word that is not a command is more often a typing error than a folder.
        group_options = {*self.get_help_option_names(ctx), "--version"}
        if not args or (args[0].startswith("-") and args[0] not in group_options):
            args = ["start", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_StartByDefault)
@click.version_option(package_name="oauth-tutorial", message="oauth-tutorial %(version)s")
def main() -> None:
    """Learn OAuth 2.0 by running it. Without a command: start."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # one without "§" must not end the command
            stream.reconfigure(errors="backslashreplace")


@main.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.argument("lab_options", nargs=-1, type=click.UNPROCESSED)
@click.option("--no-browser", is_flag=True, help="Do not open a browser; print the address.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of JupyterLab. Default: 8888.")
def start(
    directory: Path | None, lab_options: tuple[str, ...], no_browser: bool, port: int | None
) -> None:
    """Open JupyterLab on notebook 00.

    It opens in your own copy of the course, without outputs: DIRECTORY (default:
    ./my-oauth-course). A notebook that you changed is never overwritten; a newer
    version is put beside it. Anything after -- goes to JupyterLab.
    """
    # Click cannot tell `start -- --opt` from `start DIRECTORY`, but an option is not a folder.
    if directory is not None and str(directory).startswith("-"):
        lab_options = (str(directory), *lab_options)
        directory = None
    raise SystemExit(open_course(directory, lab_options, no_browser=no_browser, port=port))


class _Learnable(click.Command):
    """A command whose help lists its options in groups."""

    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "The service": (),  # everything that is in no other group
        "For an app of your own": ("client", "resource", "jwt_access_tokens"),
        "When something goes wrong": ("fault", "clock", "lifetime"),
        "For a class": ("seed", "found"),
    }

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each group below its name."""
        lines = {one.name: one.get_help_record(ctx) for one in self.get_params(ctx)}
        named = {name for names in self.GROUPS.values() for name in names}
        rest = tuple(str(name) for name in lines if name not in named)
        for title, names in self.GROUPS.items():
            shown = names if names else rest
            with formatter.section(title):
                formatter.write_dl([line for name in shown if (line := lines.get(name))])


@main.command(cls=_Learnable)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on. Default: any."
)
@click.option(
    "--client",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Register a client at the start, and print its client_id and client_secret. FILE is "
    "JSON, as you would send it to /register; a client_id and client_secret in it are kept. "
    "Can be repeated.",
)
@click.option(
    "--resource",
    multiple=True,
    metavar="URL",
    help="Your own API that tokens can be for (RFC 8707), such as an MCP server. Can be repeated.",
)
@click.option(
    "--jwt-access-tokens",
    is_flag=True,
    help="Issue access tokens as signed JWTs, which an API can verify (RFC 9068).",
)
@click.option(
    "--fault",
    multiple=True,
    metavar="NAME",
    help="Misbehave as some providers do, every time; `--fault list` shows how. Can be repeated.",
)
@click.option(
    "--clock",
    metavar="SECONDS",
    type=click.IntRange(0, 315_360_000),
    default=0,
    help="Set the service's clock this much ahead of yours.",
)
@click.option(
    "--lifetime",
    multiple=True,
    metavar="KIND=SECONDS",
    help="How long something lasts: code, access_token, refresh_token, id_token, "
    "request_uri, device_code, sign_in. Can be repeated.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    help="Use a client_id, secret and scope made from this number, and hide faults to find.",
)
@click.option(
    "--found",
    multiple=True,
    metavar="FAULT",
    help="With --seed: grade a fault that you found, instead of running. Can be repeated.",
)
@click.option(
    "--personality",
    metavar="NAME",
    help="Play a real provider, such as github: its paths, its words, its rules.",
)
@click.option(
    "--redirect",
    type=click.Choice(["strict", "lenient"]),
    default="strict",
    help="With --personality: lenient refuses an unacceptable redirect URI once, then lets it "
    "through, for practice.",
)
@click.option("--quiet", is_flag=True, help="Print the address and new clients, but no requests.")
def practice(
    port: int,
    seed: int | None,
    found: tuple[str, ...],
    quiet: bool,
    personality: str | None,
    redirect: Literal["strict", "lenient"],
    **brought: Any,
) -> None:
    """Run the practice service until Ctrl+C.

    The first line that it prints has the address that it listens on, the issuer. Point any
    OAuth client, in any language, at it: its metadata says the rest.

    \b
      oauth-tutorial practice --port 9000
      curl -s http://127.0.0.1:9000/.well-known/openid-configuration
      curl --json '{"redirect_uris": ["http://localhost:3000/auth/callback"]}' \
http://127.0.0.1:9000/register

    The last line registers an app, and prints its client_id and client_secret. They are
    gone when the service stops. To keep them, write them into a file, and use --client.

    \b
    Clients that are already registered, with http://127.0.0.1/callback on any port:
      printshop          secret printshop-secret
      printshop-public   no secret, PKCE
    and for programs:
      printshop-nightly  secret printshop-nightly-secret, client_credentials
      photobox-api       secret photobox-api-secret, asks /introspect
    People: alice / wonderland, bob / builder.

    With --seed it also prints a client_id, a secret and a scope of your own, and it
    misbehaves a few times. Find out how, and name it: --seed N --found NAME --found NAME.
    What you found is noted in your progress file, so run it in the folder of the notebooks.

    Exit status of --found: 0 correct, 1 not yet.
    """
    if found:
        _grade_found(seed, found)
    from oauth_tutorial.practice.brought import read_brought
    from oauth_tutorial.practice.command import CannotRun, run
    from oauth_tutorial.practice.web.faults import catalogue

    if "list" in brought["fault"]:
        click.echo(catalogue())
        return
    try:
        run(
            port=port,
            seed=seed,
            quiet=quiet,
            brought=read_brought(**brought),
            personality=personality,
            redirect=redirect,
        )
    except CannotRun as error:
        raise click.ClickException(str(error)) from error
    except ValueError as error:  # an option has a value that cannot be right
        raise click.UsageError(str(error)) from error


def _grade_found(seed: int | None, found: tuple[str, ...]) -> None:
    """Judge what the learner found, note it, and end the command."""
    if seed is None:
        raise click.UsageError("--found needs the seed of your service: add --seed N.")
    from oauth_tutorial.exercises.hunts.hidden_faults import grade
    from oauth_tutorial.grading.progress_file import path
    from oauth_tutorial.practice.model.variants import variant

    outcome = grade(variant(seed), found)
    click.echo(repr(outcome))
    if not outcome.note:  # a note says why it could not be saved
        click.echo(f"Noted in {path()}.")
    raise SystemExit(0 if outcome.state == "correct" else 1)


@main.command()
@click.argument("given", nargs=-1, metavar="[TEXT | FILE | -]...")
def doctor(given: tuple[str, ...]) -> None:
    """Name the cause of a failed login, or examine this machine.

    Give whatever you have, several things at once: the authorization URL, the address where the
    browser ended up, an error text, a token response, a traceback, or a file with one of
    these; - reads standard input. Without an argument it examines this machine.
    No secret that you give is printed.

    Exit status: 0 nothing wrong, 1 something found, 2 not understood.
    """
    from oauth_tutorial.doctor.command import run

    try:
        answer = run(given)
    except OSError as error:
        raise click.UsageError(f"This cannot be read: {error.strerror or error}.") from error
    click.echo(repr(answer))
    raise SystemExit(answer.exit_status)


@main.command()
@click.argument("name")
@click.option(
    "--redirect-uri", metavar="URI", help="The redirect URI that you would register and send."
)
@click.option(
    "--scope", "scopes", multiple=True, help="A scope that you would ask for. Can be repeated."
)
@click.option(
    "--app",
    type=click.Choice(["web", "desktop", "device", "public"]),
    help="The kind of app. Default: the provider's usual one.",
)
@click.option("--client-id", metavar="ID", help="The client_id that you got. It is not a secret.")
@click.option(
    "--secret/--no-secret",
    "client_secret_given",
    default=None,
    help="Whether the registration also gave you a secret. Never give the secret itself.",
)
@click.option("--refresh", is_flag=True, help="You want a refresh token.")
def preflight(name: str, **asked: Any) -> None:
    """Say what will fail at a real provider, before you register there.

    NAME is the provider, such as github. Each line says what will fail, may fail or costs
    something, with the provider's own error, the field of its form and what to paste there.

    Exit status: 0 nothing will fail, 1 something will, 2 it could not run.
    """
    from oauth_tutorial.errors import InvalidArgument
    from oauth_tutorial.providers.command import run

    try:
        answer = run(name, **asked)
    except InvalidArgument as error:
        raise click.UsageError(str(error)) from error
    click.echo(repr(answer))
    raise SystemExit(answer.exit_status)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("app", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON, for a script.")
def review(app: tuple[str, ...], as_json: bool) -> None:
    """Grade a web app that signs people in.

    APP is a Python file, or the words of a command; everything after -- belongs to the command.

    \b
      oauth-tutorial review printshop.py
      oauth-tutorial review node server.mjs
      oauth-tutorial review --json -- flask --app shop run --json

    It starts a copy of the app, with a practice service of its own. The app's environment
    says where everything is: PHOTOBOX (the issuer; read the endpoints from its metadata), HOME_URL
    (the address that browsers use; any redirect URI below it is registered), PORT (listen on
    127.0.0.1 there), CLIENT_ID and CLIENT_SECRET.

    Exit status: 0 all passed, 1 something did not, 2 it could not be reviewed.
    """
    from oauth_tutorial.review.command import run

    try:
        status = run(app, as_json=as_json)
    except ValueError as error:  # no such file or program
        raise click.UsageError(str(error)) from error
    raise SystemExit(status)


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILES...", type=click.Path(path_type=Path)
)
@click.option(
    "--html",
    "page",
    default="class-report.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the page. Default: class-report.html.",
)
def report(files: tuple[Path, ...], page: Path) -> None:
    """Show how far a class has come.

    FILES are the learners' progress files, or folders: in a folder every .json file is
    read. Prints a table, and writes an HTML page with more detail.
    A file that is not a progress file is named and skipped.

    Exit status: 0 at least one file was read, 1 none.
    """
    from oauth_tutorial.classroom import draw, read_class
    from oauth_tutorial.notebook.written import write_whole

    found = read_class(files)
    click.echo(repr(found))
    try:
        write_whole(page, draw(found))
    except OSError as error:
        raise click.ClickException(
            f"The page cannot be written: {error.strerror or error}. "
            "Choose another place with --html PATH."
        ) from error
    click.echo(f"\nThe page is in {page}")
    raise SystemExit(0 if found.learners else 1)
