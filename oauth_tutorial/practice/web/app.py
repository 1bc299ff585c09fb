"""The wiring: HTTP in, rules, HTTP out. A Flask application, below any prefix.

Every link, form and redirect is relative, and cookies have no Path, so that the
browser keeps them to the folder that the service is seen in (RFC 6265 §5.1.4).
"""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, Request, Response, abort, request
from werkzeug.exceptions import (
    ClientDisconnected,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
)

from oauth_tutorial.practice.model.checks import Checklist
from oauth_tutorial.practice.model.log import REQUEST_HEADERS, RESPONSE_HEADERS, Entry, kept
from oauth_tutorial.practice.model.state import ServiceState
from oauth_tutorial.practice.rules.endpoints.device import authorize_device
from oauth_tutorial.practice.rules.endpoints.introspection import introspect
from oauth_tutorial.practice.rules.endpoints.metadata import (
    RESOURCE_METADATA,
    metadata,
    openid_metadata,
    resource_metadata,
    turned_off_at,
)
from oauth_tutorial.practice.rules.endpoints.pushed import push
from oauth_tutorial.practice.rules.endpoints.revocation import revoke
from oauth_tutorial.practice.rules.endpoints.token import answer_token_request
from oauth_tutorial.practice.rules.parameters import BODY_WHOLE, BODY_WITHIN_BOUNDS
from oauth_tutorial.practice.rules.token_request import FORM, TokenRequest
from oauth_tutorial.practice.web import pages
from oauth_tutorial.practice.web.cross_origin import answer_preflight, let_pages_read
from oauth_tutorial.practice.web.device_pages import DevicePages
from oauth_tutorial.practice.web.faults import Faults
from oauth_tutorial.practice.web.front_channel import FrontChannel
from oauth_tutorial.practice.web.http import (
    has_too_many_parameters,
    json_response,
    refuse,
    refuse_too_many_parameters,
    refuse_what_is_no_utf8,
    why_too_large,
)
from oauth_tutorial.practice.web.notes import begin, notes
from oauth_tutorial.practice.web.photo_api import add_api, read_proof
from oauth_tutorial.practice.web.played import dialects
from oauth_tutorial.practice.web.played.developer import add_developer
from oauth_tutorial.practice.web.played.edge import Edge, came
from oauth_tutorial.practice.web.played.own_api import add_own_api
from oauth_tutorial.practice.web.refusals import json_or_refusal
from oauth_tutorial.practice.web.registration import add_registration
from oauth_tutorial.practice.web.sign_out import SignOut
from oauth_tutorial.practice.web.signposts import (
    PAGES,
    how_instead,
    nearest,
    where_instead,
    where_to_begin,
)
from oauth_tutorial.practice.web.way_back import WayBack
from oauth_tutorial.text.readers import MOST_PARAMETERS

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

MOST_BYTES = 64 * 1024  # of a request body
_FAILED = (  # an exception's own text may hold a code
    "PhotoBox failed: the mistake is in the practice service, not in your request. Send it "
    "again, or restart the service. Its log says what kind of error it was."
)
_TITLES = {413: "Too much was sent", 500: "PhotoBox failed"}
_ASCII = bytes(range(128)).decode()

BackChannelAnswer = Callable[[ServiceState, TokenRequest, Checklist], dict[str, object]]
BACK_CHANNEL: dict[str, BackChannelAnswer] = {  # forms in, JSON out
    "/token": answer_token_request,
    "/revoke": revoke,
    "/introspect": introspect,
    "/par": push,
    "/device_authorization": authorize_device,
}
CREATED = {"/par": 201}  # RFC 9126 §2.2
_PHRASES = {status.value: status.phrase for status in HTTPStatus}


class _Request(Request):
    """A request whose query may hold any byte: Werkzeug fails where it is no UTF-8."""

    def __init__(self, environ: "WSGIEnvironment", *given: bool) -> None:
        super().__init__(environ, *given)
        self.query_string = quote(self.query_string, safe=_ASCII).encode()


class _App(Flask):
    request_class = _Request

    def log_exception(self, exc_info: Any) -> None:
        """Say what kind of error it was, and no more: its text may hold a code."""
        logging.getLogger(__name__).error("%s while a request was answered", exc_info[0].__name__)


def create_app(photobox: ServiceState, faults: Faults) -> Flask:
    """Make the WSGI application of one service, whose faults act around its rules."""
    app = _App(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["MAX_FORM_PARTS"] = MOST_PARAMETERS
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False  # "/a//b" is another path than "/a/b", and no redirect
    app.wsgi_app = Edge(app.wsgi_app, photobox)  # type: ignore[method-assign]  # as Flask says
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "auto_reload": False}
    app.before_request(lambda: _begin(photobox, faults))
    app.after_request(lambda response: _finish(photobox, response))
    app.register_error_handler(HTTPException, lambda error: _http_error(photobox, app, error))
    app.context_processor(lambda: {"photobox": photobox})
    front_channel = FrontChannel(photobox, WayBack(photobox, faults.on_redirect))
    front_channel.register(app)
    DevicePages(front_channel).register(app)
    SignOut(photobox).register(app)
    _add_documents(app, photobox)
    _add_back_channel(app, photobox, faults)
    add_registration(app, photobox)
    add_api(app, photobox)
    add_own_api(app, photobox)
    add_developer(app, photobox)
    return app


def _begin(photobox: ServiceState, faults: Faults) -> Response | None:
    """Read the request, and let a fault act on it before any rule does."""
    begin()
    if (preflight := answer_preflight()) is not None:
        return preflight
    body, sent = _body(), came().body  # before the form is read
    notes.body = body if sent is None else sent  # the log has it as sent
    refuse_too_many_parameters(body)
    refuse_what_is_no_utf8()
    if photobox.options.off and (name := turned_off_at(photobox, request.path)):
        abort(404, f"The {name} is switched off in this lesson; the metadata does not list it.")
    if why := dialects.why_not_there(photobox):
        abort(404, why)
    return faults.on_request(request.path)


def _body() -> str:
    try:
        came = len(request.get_data())
    except ClientDisconnected:
        came = -1
    if came < (request.content_length or 0):  # most servers hand over no such request
        refuse(BODY_WHOLE)
    return request.get_data(as_text=True)


def _add_documents(app: Flask, photobox: ServiceState) -> None:
    documents: dict[str, Callable[[], object]] = {
        "/.well-known/oauth-authorization-server": lambda: metadata(photobox),
        "/.well-known/openid-configuration": lambda: openid_metadata(photobox),
        RESOURCE_METADATA: lambda: resource_metadata(photobox),
        "/jwks.json": lambda: photobox.keys.jwks(),
    }
    for path, document in documents.items():
        app.add_url_rule(path, path, _document_view(document))


def _document_view(document: Callable[[], object]) -> Callable[[], Response]:
    return lambda: json_response(document())


def _add_back_channel(app: Flask, photobox: ServiceState, faults: Faults) -> None:
    for path, answer in BACK_CHANNEL.items():
        view = _back_channel_view(photobox, path, answer, CREATED.get(path, 200))
        if path == "/token":
            view = _with_faults(faults, view)
        app.add_url_rule(path, path, view, methods=["POST"])


def _back_channel_view(
    photobox: ServiceState, path: str, answer: BackChannelAnswer, status: int
) -> Callable[[], Response]:
    def judged() -> dict[str, object]:
        dialects.check_back_channel(photobox, path)
        return answer(photobox, _token_request(photobox.issuer), notes.checks)

    def view() -> Response:
        return dialects.spoken(photobox, path, json_or_refusal(judged, status))

    return view


def _with_faults(faults: Faults, view: Callable[[], Response]) -> Callable[[], Response]:
    return lambda: faults.around_token(request.form, view)


def _token_request(issuer: str) -> TokenRequest:
    return TokenRequest(
        media_type=request.mimetype,
        pairs=list(request.form.items(multi=True)),
        authorization=request.headers.get("Authorization"),
        proof=read_proof(issuer),
    )


def _finish(photobox: ServiceState, response: Response) -> Response:
    pages.harden(response)
    let_pages_read(response)
    response.status = _status_line(response.status_code)
    number = photobox.log.next_number()
    response.headers["X-Request-Id"] = str(number)
    if photobox.options.require_dpop_nonce and "DPoP" in request.headers:
        response.headers["DPoP-Nonce"] = photobox.nonces.current()  # RFC 9449 §8.2
    photobox.log.append(_entry(photobox, number, response))
    return response


def _status_line(code: int) -> str:
    """Return code and phrase as RFC 9110 §15 spells them; Werkzeug writes them in capitals."""
    return f"{code} {_PHRASES.get(code, '')}".rstrip()


def _entry(photobox: ServiceState, number: int, response: Response) -> Entry:
    return Entry(
        method=request.method,
        path=request.path,
        status=response.status_code,
        parameters=_parameters(),
        checks=notes.checks,
        time=photobox.clock.now(),
        error=notes.error,
        fault=notes.fault,
        number=number,
        started_at=notes.started_at,
        elapsed=time.time() - notes.started_at,
        url=_address(),
        request_headers=kept(request.headers.get, REQUEST_HEADERS),
        response_headers=kept(response.headers.get, RESPONSE_HEADERS),
        request_body=notes.body,
        judged=notes.judged,
        response_body=response.get_data(as_text=True) if _is_kept(response) else "",
        blind=_is_blind(),
    )


def _is_blind() -> bool:
    """Whether a page of another site sent it, and it is no step of a person (Fetch Metadata)."""
    sent = request.headers.get
    return sent("Sec-Fetch-Site") == "cross-site" and sent("Sec-Fetch-Dest") != "document"


def _parameters() -> dict[str, str]:
    """Return those of query and form; none where there are too many of them to read."""
    if has_too_many_parameters(notes.body):
        return {}
    return request.args.to_dict() | _form()


def _form() -> dict[str, str]:
    """Return the parameters of the body; none where it was too long, or has too many parts."""
    try:
        return request.form.to_dict() if notes.body else {}
    except HTTPException:  # the request was refused for that already
        return {}


def _address() -> str:
    # request.url would decode and encode every part once more
    sent = came()
    query = f"?{sent.query}" if sent.query else ""
    return f"{request.scheme}://{request.host}{sent.path}{query}"


def _is_kept(response: Response) -> bool:
    return response.is_json or response.mimetype == FORM


def _http_error(photobox: ServiceState, app: Flask, error: HTTPException) -> Response:
    if error.description == RequestEntityTooLarge.description:  # no view said anything of its own
        error = _too_large()
    status, text, near = error.code or 500, error.description or "", None
    title = _TITLES.get(status, error.name)
    if text == NotFound.description:  # no view said anything of its own
        known = [rule.rule for rule in app.url_map.iter_rules()]
        near = nearest(request.path, known)
        text = where_instead(photobox, request.path, near, known)
    if isinstance(error, InternalServerError):
        text = _FAILED
    if isinstance(error, MethodNotAllowed):
        text = how_instead(request.path, request.method, error.valid_methods or ())
        if begin_there := where_to_begin(request.path, request.method):
            title, text = "Start at your app", begin_there
    if _is_for_programs(request.path) or (near and near not in PAGES):
        response = json_response({"error": "invalid_request", "error_description": text}, status)
    else:
        response = pages.message(title, text, status=status)
    if isinstance(error, MethodNotAllowed):  # RFC 9110 §15.5.6
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def _too_large() -> HTTPException:
    """Name the rule: a body is too long, or has too many parts, wherever it is read."""
    try:
        refuse(BODY_WITHIN_BOUNDS, why_too_large(MOST_BYTES))
    except HTTPException as named:
        return named


def _is_for_programs(path: str) -> bool:
    return path.startswith(("/api", "/register", "/userinfo", "/.well-known/", *BACK_CHANNEL))
