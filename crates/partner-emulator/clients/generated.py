"""Makes clients from openapi/partner-center.plain.json with openapi-python-client and openapi-generator, and
lets each of them read what a running emulator answers to every GET whose path it can fill.

usage: generated.py https://localhost:8443 root.pem TOKEN FOLDER   (see CONTRIBUTING.md, "Other languages")
"""
import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import requests

endpoint, root, token, folder = sys.argv[1:]
root, folder = str(Path(root).resolve()), Path(folder).resolve()
here = Path(__file__).resolve().parent
description = here.parents[2] / "openapi/partner-center.plain.json"
document = json.loads(description.read_text("utf-8"))
# The customer of the emulator's seed; the other ids are found in lists.
ids = {"customer-id": "0c39d6d5-c70d-4c55-bc02-f620844f3fd1"}
session = requests.Session()
session.headers["Authorization"] = "Bearer " + token
session.verify, session.trust_env = root, False


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", name).lower()


def operations():
    """Each GET that has no unknown id in its path: its description, the values of its path, and what it answers."""
    for path, item in sorted(document["paths"].items()):
        names = re.findall(r"{([^}]+)}", path)
        if "get" not in item:
            continue
        if not set(names) <= set(ids):
            print("not called, no id for its path:", path)
            continue
        values = {name: ids[name] for name in names}
        answer = session.get(endpoint + path.format(**values))
        answer.raise_for_status()
        body = json.loads(answer.content.decode("utf-8-sig"))
        for child in document["paths"]:
            name = re.fullmatch(re.escape(path) + "/{([^}]+)}", child)
            if name and body["items"]:
                ids.setdefault(name[1], body["items"][0]["id"])
        yield item["get"], values, body


def kept(sent, read, where):
    """Every member that the emulator sent is in what the client read, with the same value."""
    if isinstance(sent, dict):
        for name, value in sent.items():
            if value is None:
                continue  # The plain description has no word for null, so these clients leave it out.
            assert name in read, f"{where}.{name} is lost"
            kept(value, read[name], f"{where}.{name}")
    elif isinstance(sent, list):
        assert len(sent) == len(read), f"{where}: {len(sent)} items were sent, {len(read)} read"
        for n, (one, other) in enumerate(zip(sent, read)):
            kept(one, other, f"{where}[{n}]")
    else:
        # A date is read as one, and its text differs then; to the second, it is the same.
        same_date = isinstance(sent, str) and sent[:19] == str(read)[:19].replace(" ", "T")
        assert sent == read or same_date, f"{where}: {sent!r} became {read!r}"


def make(generator, *command):
    print("==", generator)
    done = subprocess.run([*command], cwd=folder, capture_output=True, text=True)
    said = [line for line in (done.stdout + done.stderr).splitlines() if re.search("Unable|Cannot parse|ERROR", line)]
    assert done.returncode == 0 and not said, "\n".join(said) or done.stderr


def openapi_python_client():
    make("openapi-python-client", "openapi-python-client", "generate", "--path", str(description),
         "--output-path", "one", "--meta", "none", "--overwrite")
    client = importlib.import_module("one.client").AuthenticatedClient(
        base_url=endpoint, token=token, verify_ssl=root)
    for operation, values, sent in operations():
        module = importlib.import_module(f"one.api.{operation['tags'][0]}.{snake(operation['operationId'])}")
        read = module.sync(client=client, **{snake(name): value for name, value in values.items()})
        kept(sent, read.to_dict(), operation["operationId"])
        print("read", operation["operationId"])


def openapi_generator_python():
    make("openapi-generator: python", "openapi-generator-cli", "generate", "-i", str(description),
         "-g", "python", "-o", "two", "--package-name", "two_client")
    sys.path.insert(0, str(folder / "two"))
    two = importlib.import_module("two_client")
    client = two.ApiClient(two.Configuration(host=endpoint, access_token=token, ssl_ca_cert=root))
    apis = [api(client) for name, api in inspect.getmembers(two, inspect.isclass) if name.endswith("Api")]
    for operation, values, sent in operations():
        name = snake(operation["operationId"])
        call = next(getattr(api, name) for api in apis if hasattr(api, name))
        read = call(**{snake(name): value for name, value in values.items()})
        kept(sent, json.loads(json.dumps(read.to_dict(), default=str)), operation["operationId"])
        print("read", operation["operationId"])


def openapi_generator_typescript():
    make("openapi-generator: typescript-fetch", "openapi-generator-cli", "generate", "-i", str(description),
         "-g", "typescript-fetch", "-o", "three")
    calls = [{"name": operation["operationId"], "values": {re.sub("-(.)", lambda m: m[1].upper(), n): v
              for n, v in values.items()}, "sent": sent} for operation, values, sent in operations()]
    (folder / "calls.json").write_text(json.dumps(calls))
    (folder / "main.ts").write_text((here / "generated.ts").read_text("utf-8"))
    make("esbuild", "npx", "--yes", "esbuild", "main.ts", "--bundle", "--platform=node", "--outfile=main.cjs")
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": root, "TOKEN": token, "ENDPOINT": endpoint}
    subprocess.run(["node", "main.cjs"], cwd=folder, env=environment, check=True)


folder.mkdir(parents=True, exist_ok=True)
sys.path.insert(0, str(folder))
openapi_python_client()
openapi_generator_python()
openapi_generator_typescript()
print("every answer was read by every client")
