"""The wiring: HTTP in, rules, HTTP out. A plain WSGI application, below any prefix.

Every link, form and redirect is relative, and cookies have no Path, so that the
browser keeps them to the folder that the service is seen in (RFC 6265 §5.1.4).
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from oauth_tutorial.practice import pages
from oauth_tutorial.practice.api_views import add_api, read_proof
from oauth_tutorial.practice.checks import Checklist, Refused
from oauth_tutorial.practice.device import DevicePages, authorize_device
from oauth_tutorial.practice.front_channel import FrontChannel
from oauth_tutorial.practice.introspection import introspect
from oauth_tutorial.practice.log import REQUEST_HEADERS, RESPONSE_HEADERS, Entry, kept
from oauth_tutorial.practice.metadata import metadata, openid_metadata, turned_off_at
from oauth_tutorial.practice.pushed import push
from oauth_tutorial.practice.revocation import revoke
from oauth_tutorial.practice.token_endpoint import answer_token_request
from oauth_tutorial.practice.token_request import TokenRequest
from oauth_tutorial.practice.web import (
    MOST_BYTES,
    HTTPError,
    Response,
    Routes,
    json_response,
    request,
)

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from oauth_tutorial.practice.service import PhotoBox

BackChannelAnswer = Callable[["PhotoBox", TokenRequest, Checklist], dict[str, object]]
BACK_CHANNEL: dict[str, BackChannelAnswer] = {  # forms in, JSON out
    "/token": answer_token_request,
    "/revoke": revoke,
    "/introspect": introspect,
    "/par": push,
    "/device_authorization": authorize_device,
}
CREATED = {"/par": 201}  # RFC 9126 §2.2


def create_app(photobox: "PhotoBox") -> "WSGIApplication":
    """Make the WSGI application of one service."""
    routes = Routes()
    front_channel = FrontChannel(photobox)
    front_channel.register(routes)
    DevicePages(front_channel).register(routes)
    _add_documents(routes, photobox)
    _add_back_channel(routes, photobox)
    add_api(routes, photobox)

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request.begin(environ, photobox)
        return _finish(photobox, _answer(photobox, routes)).send(start_response)

    return application


def _answer(photobox: "PhotoBox", routes: Routes) -> Response:
    try:
        request.read(MOST_BYTES)
        _check_is_on(photobox)
        misbehaved = photobox.faults.on_request(request.path)
        return misbehaved or routes.answer(request.method, request.path)
    except HTTPError as error:
        return _http_error(error)
    except Exception:  # a request that fails must not end the service
        logging.getLogger(__name__).exception("%s %s failed", request.method, request.path)
        return _http_error(HTTPError(500))


def _add_documents(routes: Routes, photobox: "PhotoBox") -> None:
    oauth, openid = "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"
    routes.add(oauth, lambda: json_response(metadata(photobox)))
    routes.add(openid, lambda: json_response(openid_metadata(photobox)))
    routes.add("/jwks.json", lambda: json_response(photobox.keys.jwks()))


def _add_back_channel(routes: Routes, photobox: "PhotoBox") -> None:
    for path, answer in BACK_CHANNEL.items():
        view = _back_channel_view(photobox, answer, CREATED.get(path, 200))
        if path == "/token":
            view = _with_faults(photobox, view)
        routes.add(path, view, "POST")

    def register() -> dict[str, object]:
        return photobox.clients.register(request.json(), request.checks)

    routes.add("/register", lambda: _json_or_refusal(register, status=201), "POST")


def _back_channel_view(
    photobox: "PhotoBox", answer: BackChannelAnswer, status: int
) -> Callable[[], Response]:
    def view() -> Response:
        asked = _token_request(photobox.issuer)
        return _json_or_refusal(lambda: answer(photobox, asked, request.checks), status)

    return view


def _with_faults(photobox: "PhotoBox", view: Callable[[], Response]) -> Callable[[], Response]:
    return lambda: photobox.faults.around_token(request.form, view)


def _token_request(issuer: str) -> TokenRequest:
    return TokenRequest(
        media_type=request.media_type,
        pairs=request.form.pairs,
        authorization=request.header("Authorization"),
        proof=read_proof(issuer),
    )


def _json_or_refusal(answer: Callable[[], dict[str, object]], status: int = 200) -> Response:
    try:
        response = json_response(answer(), status)
    except Refused as refused:
        request.error = refused.error
        error = {"error": refused.error, "error_description": refused.description}
        response = json_response(error, refused.status)
        if refused.status == 401:
            # RFC 6749 §5.2: a 401 names the scheme
            response.headers["WWW-Authenticate"] = 'Basic realm="PhotoBox"'
    response.headers["Cache-Control"] = "no-store"  # RFC 6749 §5.1
    response.headers["Pragma"] = "no-cache"
    return response


def _check_is_on(photobox: "PhotoBox") -> None:
    if photobox.options.off and (name := turned_off_at(photobox, request.path)):
        raise HTTPError(404, f"The {name} is off in this lesson; the metadata does not list it.")


def _finish(photobox: "PhotoBox", response: Response) -> Response:
    pages.harden(response)
    number = photobox.log.next_number()
    response.headers["X-Request-Id"] = str(number)
    if photobox.options.require_dpop_nonce and request.header("DPoP") is not None:
        response.headers["DPoP-Nonce"] = photobox.nonces.current()  # RFC 9449 §8.2
    photobox.log.append(_entry(photobox, number, response))
    return response


def _entry(photobox: "PhotoBox", number: int, response: Response) -> Entry:
    return Entry(
        method=request.method,
        path=request.path,
        status=response.status,
        parameters=request.args | request.form,
        checks=request.checks,
        time=photobox.clock.now(),
        error=request.error,
        fault=request.fault,
        number=number,
        started_at=request.started_at,
        elapsed=time.time() - request.started_at,
        url=request.url,
        request_headers=kept(request.header, REQUEST_HEADERS),
        response_headers=kept(response.headers.get, RESPONSE_HEADERS),
        request_body=request.body,
        response_body=response.body if response.is_json else "",
    )


def _http_error(error: HTTPError) -> Response:
    if request.path.startswith(("/api", "/register", "/userinfo", *BACK_CHANNEL)):
        body = {"error": "invalid_request", "error_description": error.text}
        response = json_response(body, error.status)
    else:
        response = pages.message(error.status.phrase, error.text, status=error.status)
    if error.allow:
        response.headers["Allow"] = error.allow  # RFC 9110 §15.5.6
    return response
