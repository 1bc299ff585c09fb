"""The rules of a preflight, in one table. A new rule is a function and a line here."""

from oauth_tutorial.providers.asked import Asked
from oauth_tutorial.providers.rules import (
    app,
    cost,
    credentials,
    facts,
    redirect_form,
    redirect_host,
    redirect_place,
    redirect_port,
    scopes,
)
from oauth_tutorial.providers.rules.rule import (
    PreflightRule,
    always,
    has_readable_redirect,
    has_redirect,
)


def _uses_a_code(asked: Asked) -> bool:
    return asked.kind != "device"


RULES: tuple[PreflightRule, ...] = (
    PreflightRule(name="cost", looks_at="cost", facts=("cost",), applies=always, judge=cost.cost),
    PreflightRule(
        name="redirect_form",
        looks_at="redirect URI",
        facts=("redirect.forbidden", "redirect.query", "redirect.bare"),
        applies=has_redirect,
        judge=redirect_form.redirect_form,
    ),
    PreflightRule(
        name="redirect_host",
        looks_at="its host",
        facts=("redirect.hosts", "redirect.loopback"),
        applies=has_readable_redirect,
        judge=redirect_host.redirect_host,
    ),
    PreflightRule(
        name="redirect_scheme",
        looks_at="its scheme",
        facts=("redirect.loopback", "redirect.http"),
        applies=has_readable_redirect,
        judge=redirect_host.redirect_scheme,
    ),
    PreflightRule(
        name="redirect_port",
        looks_at="its port",
        facts=("redirect.loopback", "redirect.registered_without_port"),
        applies=has_readable_redirect,
        judge=redirect_port.redirect_port,
    ),
    PreflightRule(
        name="redirect_place",
        looks_at="where your browser is",
        facts=("use",),
        applies=lambda asked: has_readable_redirect(asked) and asked.place is not None,
        judge=redirect_place.redirect_place,
    ),
    PreflightRule(
        name="scope",
        looks_at="scopes",
        facts=("scopes", "authorization.scope_separator", "authorization.scopes_taken"),
        applies=lambda asked: bool(asked.scopes),
        judge=scopes.scope,
    ),
    PreflightRule(
        name="openid",
        looks_at="who the person is",
        facts=("kind", "endpoints.userinfo"),
        applies=lambda asked: bool(asked.scopes) and asked.preset.kind == "openid",
        judge=scopes.openid,
    ),
    PreflightRule(
        name="refresh",
        looks_at="refresh token",
        facts=("refresh",),
        applies=lambda asked: asked.refresh,
        judge=app.refresh,
    ),
    PreflightRule(
        name="client_secret",
        looks_at="client secret",
        facts=("apps.{kind}.client_auth",),
        applies=lambda asked: asked.secret_given is not None,
        judge=credentials.client_secret,
    ),
    PreflightRule(
        name="pkce",
        looks_at="PKCE",
        facts=("apps.{kind}.pkce", "apps.{kind}.pkce_methods"),
        applies=_uses_a_code,
        judge=app.pkce,
    ),
    PreflightRule(
        name="app",
        looks_at="kind of app",
        facts=("device.setting",),
        applies=always,
        judge=app.app,
    ),
    PreflightRule(
        name="client_id",
        looks_at="client id",
        facts=("registration.client_id",),
        applies=lambda asked: asked.client_id is not None,
        judge=credentials.client_id,
    ),
    PreflightRule(
        name="unverified", looks_at="unverified facts", applies=always, judge=facts.unverified
    ),
    PreflightRule(
        name="age", looks_at="age of the facts", facts=("checked",), applies=always, judge=facts.age
    ),
)
