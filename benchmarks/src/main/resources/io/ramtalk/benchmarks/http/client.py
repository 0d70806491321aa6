# A simple client in Python: client.py --server URL receive --user_id ID
import argparse

try:
    import requests
except ImportError:
    requests = None
    import json
    import urllib.request


def get(url):
    if requests is not None:
        return requests.get(url).json()
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


parser = argparse.ArgumentParser()
parser.add_argument("--server", required=True)
commands = parser.add_subparsers(dest="command", required=True)
receive = commands.add_parser("receive")
receive.add_argument("--user_id", required=True)
arguments = parser.parse_args()
print(get(f"{arguments.server}/receive/{arguments.user_id}"))
