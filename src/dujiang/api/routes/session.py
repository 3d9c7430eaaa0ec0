"""Signing in and out, who I am, preferences, tokens."""

from typing import Any, Final
from urllib.parse import quote

from starlette.responses import Response

from dujiang.api.callers import ended_cookie, session_cookie
from dujiang.api.desk import Call, Reply
from dujiang.api.remembered import Known
from dujiang.api.rendering import company_name, local, named_department, position_name
from dujiang.api.schemas.common import Nothing
from dujiang.api.schemas.session import (
    ComingBackQuery,
    CreatedToken,
    Me,
    NavigationGroup,
    NavigationItem,
    NewToken,
    PasswordChange,
    Preferences,
    SessionView,
    SignIn,
    SingleSignOnQuery,
    Theme,
    Token,
    TokenList,
    Welcome,
    WelcomeQuery,
)
from dujiang.identity import (
    ApiToken,
    EndSession,
    RevokeToken,
    Session,
    SetPreferences,
    navigation,
)
from dujiang.identity.single import PATIENCE, SingleSignOn
from dujiang.kernel.errors import DujiangError, Forbidden, NotFound, Unauthenticated
from dujiang.kernel.ids import id_text

_BEGUN: Final = "dujiang_openid"
_COME_BACK: Final = "/api/v1/session/openid/callback"
_OPENID_PROBLEMS: Final = frozenset(
    f"identity.openid.{what}"
    for what in (
        "misconfigured", "nobody", "not_begun", "refused", "state_differs", "token_not_valid",
        "unreachable",
    )
)  # fmt: skip
"""Codes whose words the sign-in page may be asked to show; any others it does not."""
_THEMES: Final[dict[str, Theme]] = {"light": "light", "dark": "dark", "system": "system"}


def read_welcome(call: Call[WelcomeQuery, None]) -> Welcome:
    """Whose installation this is, for whoever comes by."""
    desk, problem = call.desk, call.query.problem
    one = desk.single_sign_on
    return Welcome(
        company=company_name(desk.company, desk.directory(), call.language),
        single_sign_on=one.provider.settings.label if one is not None else None,
        problem=call.say(problem) if problem in _OPENID_PROBLEMS else None,
    )


def begin_single_sign_on(call: Call[SingleSignOnQuery, None]) -> Response:
    """To the provider, with a sealed note of what we have asked."""
    one = _single_sign_on(call)
    call.desk.limits.sign_in(call.actor.address)
    base = call.desk.public_url.rstrip("/") or str(call.http.base_url).rstrip("/")
    try:
        address, kept = one.begin(f"{base}{_COME_BACK}", call.query.to)
    except DujiangError as error:
        return _back_to_sign_in(error)
    secure = "; Secure" if call.desk.is_https else ""
    cookie = (
        f"{_BEGUN}={kept}; Path={_COME_BACK}; HttpOnly; SameSite=Lax; "
        f"Max-Age={int(PATIENCE.total_seconds())}{secure}"
    )
    return _moved(address, cookie)


def end_single_sign_on(call: Call[ComingBackQuery, None]) -> Response:
    """Back from the provider: the session opens, or the sign-in page says why not."""
    desk, asked, one = call.desk, call.query, _single_sign_on(call)
    desk.limits.sign_in(call.actor.address)
    kept = call.http.cookies.get(_BEGUN, "")
    try:
        if asked.error or not asked.code or not kept:
            code = "identity.openid.refused" if asked.error else "identity.openid.not_begun"
            raise Unauthenticated(code)
        opened, page = one.finish(
            kept,
            state=asked.state,
            code=asked.code,
            address=call.actor.address,
            agent=call.http.headers.get("user-agent", ""),
        )
    except DujiangError as error:
        return _back_to_sign_in(error)
    over = f"{_BEGUN}=; Path={_COME_BACK}; HttpOnly; SameSite=Lax; Max-Age=0"
    return _moved(page, session_cookie(opened.secret, is_https=desk.is_https), over)


def _single_sign_on(call: Call[Any, Any]) -> SingleSignOn:
    if call.desk.single_sign_on is None:
        raise NotFound("api.path.unknown")
    return call.desk.single_sign_on


def _back_to_sign_in(error: DujiangError) -> Response:
    return _moved(f"/?problem={quote(error.code)}")


def _moved(address: str, *cookies: str) -> Response:
    response = Response(status_code=303, headers={"location": address, "cache-control": "no-store"})
    for cookie in cookies:
        response.headers.append("set-cookie", cookie)
    return response


def sign_in(call: Call[None, SignIn]) -> Reply:
    """Check login and password, open a session, set its cookie."""
    desk, address = call.desk, call.actor.address
    desk.limits.sign_in(address)
    opened = desk.authenticator.sign_in(
        call.body.login,
        call.body.password,
        code=call.body.code,
        address=address,
        agent=call.http.headers.get("user-agent", ""),
    )
    session = desk.authenticator.find_session(opened.secret)
    if session is None:
        raise NotFound("api.session.over")
    desk.remembered.keep(opened.secret, Known(session, opened.must_change_password), call.at)
    cookie = session_cookie(opened.secret, is_https=desk.is_https)
    return Reply(body=_view(call, session), cookies=(cookie,))


def read_session(call: Call[None, None]) -> SessionView:
    """Who is signed in."""
    return _view(call, _own_session(call))


async def sign_out(call: Call[None, None]) -> Reply:
    """End this session; the cookie goes too."""
    session = _own_session(call)
    await call.submit(EndSession(session_id=session.id))
    call.desk.remembered.forget_person(session.person_id)
    return Reply(body=Nothing(), cookies=(ended_cookie(is_https=call.desk.is_https),))


async def save_preferences(call: Call[None, Preferences]) -> Nothing:
    """Keep language and theme."""
    await call.submit(SetPreferences(language=call.body.language, theme=call.body.theme))
    return Nothing()


def change_password(call: Call[None, PasswordChange]) -> Reply:
    """Set a new password; all sessions of the person end, this one too."""
    person_id = call.person_id
    call.desk.limits.sign_in(call.actor.address)
    call.desk.authenticator.change_password(person_id, call.body.current, call.body.new)
    call.desk.remembered.forget_person(person_id)
    return Reply(body=Nothing(), cookies=(ended_cookie(is_https=call.desk.is_https),))


def list_tokens(call: Call[None, None]) -> TokenList:
    """My tokens that are in force."""
    tokens = call.desk.identity.list_tokens(call.person_id)
    return TokenList(items=[_token(token) for token in tokens if token.revoked_at is None])


def create_token(call: Call[None, NewToken]) -> CreatedToken:
    """A new token with no more than my own permissions."""
    missing = [
        scope for scope in call.body.scopes if scope.partition(":")[0] not in call.actor.permissions
    ]
    if missing:
        raise Forbidden("identity.permission.missing", permission="、".join(missing))
    scopes = tuple(dict.fromkeys(call.body.scopes))
    made = call.desk.authenticator.create_token(
        call.actor, call.body.name, scopes, call.body.expires_at
    )
    return CreatedToken(
        id=id_text(made.id),
        name=call.body.name,
        scopes=list(scopes),
        expires_at=call.body.expires_at,
        secret=made.text,
    )


async def delete_token(call: Call[None, None]) -> Nothing:
    """Revoke a token."""
    await call.submit(RevokeToken(id=call.id("token_id")))
    call.desk.remembered.forget_person(call.person_id)
    return Nothing()


def _own_session(call: Call[Any, Any]) -> Session:
    if call.session is None:
        raise NotFound("api.session.none")
    return call.session


def _view(call: Call[Any, Any], session: Session) -> SessionView:
    desk, language = call.desk, call.language
    directory = desk.directory()
    person = directory.person(session.person_id)
    if person is None:
        raise NotFound("api.session.over")
    permissions = desk.access(person.id).permissions
    credential = desk.identity.find_credential(person.id)
    return SessionView(
        person=Me(
            id=id_text(person.id),
            name=local(person.name, person.name_en, language),
            login=person.login,
            employee_no=person.no,
            department=named_department(person.department_id, directory, language),
            position=position_name(person, directory, language),
        ),
        company=company_name(desk.company, directory, language),
        permissions=sorted(permissions),
        navigation=_navigation(permissions | _by_role(call, person.id)),
        language="en-US" if person.language == "en-US" else "zh-CN",
        theme=_THEMES.get(person.theme, "system"),
        must_change_password=credential is not None and credential.must_change,
        csrf_token=session.csrf_token,
        expires_at=session.expires_at,
    )


def _by_role(call: Call[Any, Any], person_id: int) -> frozenset[str]:
    """Who reads or writes a ledger by a role finds ledgers in the navigation too."""
    roles = frozenset(call.desk.directory().roles_of(person_id))
    with call.desk.read() as reader:
        is_named = call.desk.ledgers.names_any(reader, roles)
    return frozenset({"ledger.read"}) if is_named else frozenset()


def _navigation(permissions: frozenset[str]) -> list[NavigationGroup]:
    return [
        NavigationGroup(
            key=group.key,
            items=[NavigationItem(key=item.key, route=item.route) for item in group.items],
        )
        for group in navigation(permissions)
    ]


def _token(token: ApiToken) -> Token:
    return Token(
        id=id_text(token.id),
        name=token.name,
        scopes=token.scopes.split(),
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )


HANDLERS: Final = {
    "readWelcome": read_welcome,
    "beginSingleSignOn": begin_single_sign_on,
    "endSingleSignOn": end_single_sign_on,
    "signIn": sign_in,
    "readSession": read_session,
    "signOut": sign_out,
    "savePreferences": save_preferences,
    "changePassword": change_password,
    "listTokens": list_tokens,
    "createToken": create_token,
    "deleteToken": delete_token,
}
