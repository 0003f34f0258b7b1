"""The container's health check: exit code 0 when the site inside it and its database answer."""

import http.client
import os
import sys


def main() -> int:
    """Ask /healthz, by a name that the site answers to."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return int(connection.getresponse().status != http.client.OK)
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
