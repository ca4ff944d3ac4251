"""The way in to an API, as options describe it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from apiref_verify.cli.common import Unable

if TYPE_CHECKING:
    from apiref_verify.live.door import Door


def pairs(option: str, words: tuple[str, ...], separator: str) -> list[tuple[str, str]]:
    """The names and values of an option that is repeated."""
    found = []
    for word in words:
        name, mark, value = word.partition(separator)
        if not mark or not name.strip():
            raise Unable(f"{option}: write it as NAME{separator}VALUE")
        found.append((name.strip(), value.strip()))
    return found


def headers_of(given: tuple[str, ...], from_environment: tuple[str, ...]) -> list[tuple[str, str]]:
    """The headers of the options; a value of the environment stands in no list of processes."""
    headers = pairs("--header", given, ":")
    for name, variable in pairs("--header-env", from_environment, "="):
        if variable not in os.environ:
            raise Unable(f"--header-env {name}={variable}: there is no {variable} in the environment")
        headers.append((name, os.environ[variable].strip()))
    return headers


def door_of(
    cloud: str | None,
    base_url: str | None,
    headers: list[tuple[str, str]],
    service_type: str,
    verify: bool | str,
    seconds: float,
) -> Door:
    """The way in that the options describe."""
    from apiref_verify.live.asking.transport import Trust
    from apiref_verify.live.cloud import cloud_door
    from apiref_verify.live.door import DoorError, plain_door

    if (cloud is None) == (base_url is None):
        raise Unable("say where the API is: either --cloud NAME or --base-url URL")
    try:
        if base_url is not None:
            return plain_door(base_url, headers, Trust(verify))
        if headers or verify is not True:
            raise Unable("--header, --header-env, --insecure and --cacert go with --base-url; clouds.yaml has its own")
        if not service_type:
            raise Unable("--cloud needs --service-type: which service of the catalog, such as compute or placement")
        return cloud_door(cloud or "", service_type, seconds)
    except DoorError as error:
        raise Unable(str(error)) from None
