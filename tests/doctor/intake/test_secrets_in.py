"""What in a text is a secret is known by its place; what is said about one is not hidden."""

import base64
from urllib.parse import quote

import pytest

from oauth_tutorial.doctor import diagnose
from oauth_tutorial.doctor.intake.secrets_in import secrets_in_header, secrets_in_text
from oauth_tutorial.doctor.quoting import quoted
from tests.doctor.conftest import TOKEN, shown

ODD = "p@ss w/ö%"
WORD = "marmalade"  # a secret that looks like any other word


@pytest.mark.parametrize(
    "text",
    [
        f"mycli login --client-secret {WORD}",
        f"mycli --client_secret={WORD}",
        f"tool --oauth2-client-secret '{WORD}'",
        f"mysql --password {WORD}",
        f"curl -u app:{WORD} https://login.example/token",
        f"curl -uapp:{WORD} https://login.example/token",
        f"curl --user 'app:{WORD}'",
        f"http -a app:{WORD} POST login.example/token",
        f"https://me:{WORD}@login.example/token",
        f"postgres://me:{WORD}@localhost/db",
        f"const c = {{ clientSecret: '{WORD}' }}",
        f'{{"clientSecret":"{WORD}"}}',
        f"CLIENT_SECRET={WORD}",
        f"GOOGLE_CLIENT_SECRET={WORD}",
        f"spring.security.oauth2.client.registration.me.client-secret={WORD}",
        f'ClientSecret = "{WORD}";',
        f'.clientSecret("{WORD}")',
        f"$client->setClientSecret('{WORD}');",
        f"<client_secret>{WORD}</client_secret>",
        f"[client_secret] => {WORD}",
        f"'client_secret' => '{WORD}',",
        f':client_secret=>"{WORD}"',
        f'\\"client_secret\\":\\"{WORD}\\"',
        f"client_secret%3D{WORD}",
        f"SECRET_KEY={WORD}",
        f"x-api-key: {WORD}",
        f"OAUTH_PASSWORD={WORD}",
        f"passwd={WORD}",
        f"accessToken={WORD}",
        f"codeVerifier: `{WORD}`",
        f"My client secret is {WORD} and the id is app",
        f"my new client_secret is '{WORD}'",
        f"Mein Passwort ist geheim, Passwort: {WORD}",
        f"密码：{WORD}",
        f"curl -sSu 'app:{WORD}' https://login.example/token",
        f'requests.post(url, auth=("app", "{WORD}"))',
        f"HTTPBasicAuth('app', '{WORD}')",
        f'new OAuth2Client("app", "{WORD}", url)',
        f"params.set('client_secret', '{WORD}')",
        f"define('CLIENT_SECRET', '{WORD}');",
        f"{{'client_secret': ['{WORD}']}}",
        f"{{'client_secret': b'{WORD}'}}",
        f"client_secret=SecretStr('{WORD}')",
        f'client_secret: str = "{WORD}"',
        f'{{"key": "client_secret", "value": "{WORD}", "type": "text"}}',
        f"- name: CLIENT_SECRET\n  value: {WORD}",
        f'<add key="ClientSecret" value="{WORD}" />',
        f'name="client_secret"\r\n\r\n{WORD}',
        f'clientSecret := "{WORD}"',
        f"client_secret        =            {WORD}",
        f"**client_secret**: {WORD}",
        f"| client_secret | {WORD} |",
        f"setx CLIENT_SECRET {WORD}",
        f"machine login.example login app password {WORD}",
    ],
)
def test_a_secret_that_is_a_word_is_known_by_what_stands_before_it(text: str) -> None:
    told = f"I ran this. {text} and the server says: no {WORD}"

    assert WORD not in quoted(told, secrets_in_text(told))
    assert WORD not in shown(diagnose(f"{told}. Bad client credentials for {WORD}"))


@pytest.mark.parametrize(
    "said",
    [
        "client_secret: missing",
        "the client secret is invalid",
        "my client secret is correct",
        "our client secret was copied twice",
        "password: incorrect",
        "access_token: expired",
        "--client-secret should be given",
        "a request to https://login.example:8443/token",
        "the private key is needed",
        "Login with client-secret failed",
        "the --client-secret option is required",
        "accessToken: invalid_grant: Token is gone",
        "accessToken: Request failed with status code 400",
        "RequestUri: https://login.example/oauth/token",
        "PWD=/var/www/oauth",
        "Credentials > Client secret > Create",
        "My client secret is always refused",
        "clientSecret: config.secrets",
        "{ code: 'invalid_client', statusCode: 401 }",
    ],
)
def test_what_a_server_says_about_a_secret_is_left(said: str) -> None:
    assert quoted(said, secrets_in_text(said)) == f"'{said}'"


@pytest.mark.parametrize(
    "secret", ["string-jam", "missing.jam", "jam)jelly", "wrong:jam", "1|jam2"]
)
def test_a_secret_may_begin_like_what_servers_say(secret: str) -> None:
    told = f"client_secret={secret} Bad client credentials {secret}"

    assert secret not in quoted(told, secrets_in_text(told))


def test_the_credentials_of_a_header_are_known_decoded_too() -> None:
    basic = base64.b64encode(f"app:{quote(ODD)}".encode()).decode()

    assert {basic, ODD} <= secrets_in_header(f"Basic {basic}")
    assert secrets_in_header("Basic abcde") == {"abcde"}  # no Base64, and a secret all the same
    assert secrets_in_header(TOKEN) == {TOKEN}  # the scheme was forgotten
