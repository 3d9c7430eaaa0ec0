"""The API describes itself."""

from functools import cache
from typing import Final

from starlette.responses import Response

from dujiang.api.desk import Call
from dujiang.api.openapi import openapi_json


async def read_open_api(call: Call[None, None]) -> Response:
    """The OpenAPI document."""
    return Response(_description(), media_type="application/json")


@cache
def _description() -> bytes:
    return openapi_json()


HANDLERS: Final = {"readOpenApi": read_open_api}
