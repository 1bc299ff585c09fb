"""The scopes of PhotoBox (RFC 6749 §3.3)."""

SCOPES: dict[str, str] = {  # scope → what the consent page says
    "photos.read": "See your photos",
    "orders.write": "Order prints in your name",
    "openid": "Know which account is yours",
    "profile": "See your name",
    "email": "See your e-mail address",
    "address": "See your postal address",
    "phone": "See your phone number",
    "offline_access": "Keep this access while you are away",  # OpenID Connect Core §11
}
SERVICE_SCOPES: dict[str, str] = {  # no person can allow these: a client has them or not
    "shop.report": "See how many prints were ordered",
}
PERSON_SCOPES = tuple(SCOPES)
API_SCOPES = ("photos.read", "orders.write")  # what a person can allow at the photo API
DEFAULT_SCOPE = ("photos.read",)  # when a request on behalf of a person names none
