"""Signing in, who I am, my preferences, API tokens."""

from typing import Annotated, Literal

import msgspec

from dujiang.api.schemas.common import In, Instant, LanguageTag, Line, Named, Out

Theme = Literal["light", "dark", "system"]


class Welcome(Out, frozen=True):
    """What the sign-in page shows to everybody."""

    company: str
    """Empty until it has a name."""
    single_sign_on: str | None
    """What the provider is called that one may sign in with; null without one."""
    problem: str | None
    """Why signing in with it has failed, as a sentence."""


class WelcomeQuery(In, frozen=True):
    """What the sign-in page was opened with."""

    problem: Annotated[str, msgspec.Meta(max_length=100)] = ""
    """The code that coming back from the provider has left in the address."""


class SingleSignOnQuery(In, frozen=True):
    """Where to go after signing in."""

    to: Annotated[str, msgspec.Meta(max_length=2_000)] = "/"


class ComingBackQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider sends the browser back with; it may add names of its own."""

    state: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    code: Annotated[str, msgspec.Meta(max_length=8_000)] = ""
    error: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class SignIn(In, frozen=True):
    """Login and password of a person."""

    login: Line
    password: Annotated[str, msgspec.Meta(max_length=1_000)]
    code: Line | None = None
    """The second factor's code, where the account asks for one."""


class Me(Out, frozen=True):
    """The person who is signed in."""

    id: str
    name: str
    login: str
    employee_no: str
    department: Named | None
    position: str | None


class NavigationItem(Out, frozen=True):
    """A page of the sidebar."""

    key: str
    route: str


class NavigationGroup(Out, frozen=True):
    """Pages under one heading."""

    key: str
    items: list[NavigationItem]


class SessionView(Out, frozen=True):
    """Who is signed in, what they may open, and what unsafe requests must carry."""

    person: Me
    company: str
    permissions: list[str]
    navigation: list[NavigationGroup]
    """The pages that this person may open; the front end has the words for the keys."""
    language: LanguageTag
    theme: Theme
    must_change_password: bool
    csrf_token: str
    """Goes into the header `X-CSRF-Token` of every request that changes something."""
    expires_at: Instant


class Preferences(In, frozen=True):
    """How the interface shall look to me."""

    language: LanguageTag
    theme: Theme


class PasswordChange(In, frozen=True):
    """A new password, proven by the present one."""

    current: Annotated[str, msgspec.Meta(max_length=1_000)]
    new: Annotated[str, msgspec.Meta(max_length=1_000)]


class NewToken(In, frozen=True):
    """A token for a program that acts as me, with no more than these scopes."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    scopes: Annotated[list[Line], msgspec.Meta(min_length=1, max_length=50)]
    expires_at: Instant | None = None


class Token(Out, frozen=True):
    """A token as its owner sees it later: never the secret."""

    id: str
    name: str
    scopes: list[str]
    created_at: Instant
    expires_at: Instant | None
    last_used_at: Instant | None


class CreatedToken(Out, frozen=True):
    """A new token; `secret` is shown this one time."""

    id: str
    name: str
    scopes: list[str]
    expires_at: Instant | None
    secret: str


class TokenList(Out, frozen=True):
    """My tokens."""

    items: list[Token]
