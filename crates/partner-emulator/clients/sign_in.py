"""Signs in to a running emulator as msal, azure-identity and adal do.

usage: sign_in.py https://localhost:8443 root.pem     (see CONTRIBUTING.md, "Test the emulator")
"""
import os
import sys

import adal
import msal
import requests
from azure.identity import ClientSecretCredential

endpoint, root = sys.argv[1:]
os.environ["REQUESTS_CA_BUNDLE"] = root
tenant = "5b2fb7c1-6c39-4c8e-8f0e-3d2a9d7c4e10"
client, secret = "1f5a3c9e-0b7d-4e62-9a84-c6d1e8f2b703", "emulator-client-secret"
resource = "https://api.partnercenter.microsoft.com"
scope = resource + "/.default"
users = endpoint + "/v1//customers/0c39d6d5-c70d-4c55-bc02-f620844f3fd1/users"


def call(name, token, expected):
    answer = requests.get(users, verify=root, headers={"Authorization": "Bearer " + token})
    assert answer.status_code == expected, (name, answer.status_code, answer.text)
    print(name, answer.status_code)


session = requests.Session()
session.trust_env = False  # else REQUESTS_CA_BUNDLE counts for more than `verify`
session.verify = root
app = msal.ConfidentialClientApplication(
    client, secret, authority=f"{endpoint}/{tenant}", instance_discovery=False, http_client=session
)
call("msal, App+User", app.acquire_token_by_refresh_token("emulator-refresh-token", [scope])["access_token"], 200)
call("msal, App-only", app.acquire_token_for_client([scope])["access_token"], 403)
device = msal.PublicClientApplication(
    client, authority=f"{endpoint}/{tenant}", instance_discovery=False, http_client=session
)
flow = device.initiate_device_flow([scope])
call("msal, device", device.acquire_token_by_device_flow(flow)["access_token"], 200)

credential = ClientSecretCredential(
    tenant, client, secret, authority=endpoint, disable_instance_discovery=True, connection_verify=root
)
call("azure-identity", credential.get_token(scope).token, 403)

context = adal.AuthenticationContext(f"{endpoint}/{tenant}", validate_authority=False, verify_ssl=root)
call("adal, App-only", context.acquire_token_with_client_credentials(resource, client, secret)["accessToken"], 403)
token = context.acquire_token_with_refresh_token("emulator-refresh-token", client, resource, secret)
call("adal, App+User", token["accessToken"], 200)
