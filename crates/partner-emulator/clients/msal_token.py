"""Signs in to a running emulator with msal: prints an access token and the refresh token to go on with.

usage: msal_token.py https://localhost:8443 root.pem refresh-token
"""
import sys

import msal
import requests

endpoint, root, refresh = sys.argv[1:]
session = requests.Session()
session.trust_env = False  # else the environment counts for more than `verify`
session.verify = root
app = msal.ConfidentialClientApplication(
    "1f5a3c9e-0b7d-4e62-9a84-c6d1e8f2b703",
    "emulator-client-secret",
    authority=f"{endpoint}/5b2fb7c1-6c39-4c8e-8f0e-3d2a9d7c4e10",
    instance_discovery=False,
    http_client=session,
)
token = app.acquire_token_by_refresh_token(refresh, ["https://api.partnercenter.microsoft.com/.default"])
if "access_token" not in token:
    sys.exit(token.get("error_description", "no token"))
kind = msal.TokenCache.CredentialType.REFRESH_TOKEN
print(token["access_token"])
print(next(iter(app.token_cache.search(kind)))["secret"])
