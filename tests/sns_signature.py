"""Verifies messages of SNS as the Developer Guide describes it, with the certificate they name.

Source: "Verifying the signatures of Amazon SNS messages" in the Developer Guide.
"""

import base64
import urllib.request

import rsa
from pyasn1.codec.der import decoder, encoder

NOTIFICATION = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
CONFIRMATION = [
    "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
HASHES = {"1": "SHA-1", "2": "SHA-256"}


def verify(message):
    """Raises unless the signature is right; answers the certificate's common name."""
    names = NOTIFICATION if message["Type"] == "Notification" else CONFIRMATION
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    key, common_name = certificate(message["SigningCertURL"])
    used = rsa.verify(text.encode(), base64.b64decode(message["Signature"]), key)
    assert used == HASHES[message["SignatureVersion"]], used
    return common_name


def certificate(url):
    """The public key and the common name of a certificate, which its own key has signed."""
    assert url.endswith(".pem"), url
    with urllib.request.urlopen(url, timeout=20) as answer:
        lines = answer.read().decode().split("\n")
    assert lines[0].strip() == "-----BEGIN CERTIFICATE-----", lines[0]
    body = "".join(line.strip() for line in lines if not line.startswith("-----"))
    parsed, rest = decoder.decode(base64.b64decode(body))
    assert not rest
    signed, signature = parsed[0], parsed[2]
    # Version, serial number, algorithm, issuer, validity, subject, public key.
    subject, public = signed[5], signed[6]
    key = rsa.PublicKey.load_pkcs1(public[1].asOctets(), "DER")
    assert key.n.bit_length() == 2048 and key.e == 65537
    rsa.verify(encoder.encode(signed), signature.asOctets(), key)
    return key, str(subject[0][0][1])
