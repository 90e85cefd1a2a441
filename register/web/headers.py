"""The security headers that every answer carries.

Nothing is loaded from elsewhere, nothing is embedded elsewhere, no script runs, and the
site tells no other site where its readers come from.
"""

from register.web.asgi import App, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
_YEAR = 365 * 24 * 3600


def with_security_headers(app: App, *, https: bool) -> App:
    """Wrap `app`. With `https`, browsers are told to stay on it for a year."""
    headers = dict(_ALWAYS)
    if https:
        headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"
    extra = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        await app(scope, receive, add if scope["type"] == "http" else send)

    return wrapped
