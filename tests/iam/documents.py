"""Policies and codes for the tests of IAM and STS."""

import hashlib
import hmac
import json
import struct


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action, resource="*", **more):
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def trust(principal, **more):
    return document({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more})


def totp(seed, seconds):
    """RFC 6238, as an authenticator app computes it."""
    digest = hmac.new(seed, struct.pack(">Q", int(seconds) // 30), hashlib.sha1).digest()
    at = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
