"""An external key store proxy, as the customers of KMS run one: JSON over HTTPS with keys of its
own. It knows AWS's signatures from botocore, and nothing of what calls it.

Source: "External Key Store Proxy API Specification" (aws/aws-kms-xksproxy-api-spec).
"""

import base64
import datetime
import hashlib
import http.server
import json
import os
import ssl
import tempfile
import threading

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ACCESS_KEY = "ABCDEFGHIJKLMNOPQRST"
SECRET = "s" * 43
PATH = "/prefix/kms/xks/v1"


def certificate():
    """A certificate for localhost, and its key, which vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=10))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, hashes.SHA256()))
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption())


class Proxy:
    """`keys` by id; `status`, `error` and `health` change how it answers; `asked` is its log."""

    def __init__(self):
        self.keys = {"one": AESGCM.generate_key(256), "two": AESGCM.generate_key(256)}
        self.status = "ENABLED"
        self.health = "ACTIVE"
        self.error = None
        self.spoils = False
        self.asked = []
        pem, key = certificate()
        self.pem = pem.decode()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer = proxy.answer(self.path, dict(self.headers.items()), body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            files = [os.path.join(folder, name) for name in ("certificate", "key")]
            for file, content in zip(files, (pem, key)):
                with open(file, "wb") as out:
                    out.write(content)
            context.load_cert_chain(*files)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path, headers, body):
        headers = {name.lower(): value for name, value in headers.items()}
        if not self.is_signed(path, headers, body):
            return 401, {"errorName": "AuthenticationFailedException"}
        if not path.startswith(PATH + "/"):
            return 404, {"errorName": "InvalidUriPathException"}
        asked = json.loads(body)
        self.asked.append((path[len(PATH):], asked))
        if self.error:
            return 400, {"errorName": self.error}
        parts = path[len(PATH) + 1:].split("/")
        if parts == ["health"]:
            return 200, {
                "xksProxyFleetSize": 1, "xksProxyVendor": "tests", "xksProxyModel": "1",
                "ekmVendor": "tests", "ekmFleetDetails": [
                    {"id": "1", "model": "1", "healthStatus": self.health}]}
        key = self.keys.get(parts[1])
        if key is None:
            return 404, {"errorName": "KeyNotFoundException"}
        return getattr(self, parts[2])(key, asked)

    def is_signed(self, path, headers, body):
        """Signs the request again by botocore, at its own time."""
        time = headers["x-amz-date"]
        then = datetime.datetime.strptime(time, "%Y%m%dT%H%M%SZ")
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        scope = headers["authorization"].split("Credential=")[1].split(",")[0].split("/")
        request = botocore.awsrequest.AWSRequest(
            "POST", f"https://{headers['host']}{path}", data=body)
        request.context["timestamp"] = time
        credentials = botocore.credentials.Credentials(ACCESS_KEY, SECRET)
        signer = botocore.auth.SigV4Auth(credentials, scope[3], scope[2])
        request.headers["X-Amz-Date"] = time
        canonical = signer.canonical_request(request)
        signature = signer.signature(signer.string_to_sign(request, canonical), request)
        return (abs((now - then).total_seconds()) < 300 and scope[0] == ACCESS_KEY
                and scope[3] == "kms-xks-proxy"
                and headers["authorization"].endswith("Signature=" + signature))

    def metadata(self, key, asked):
        return 200, {
            "keySpec": "AES_256", "keyUsage": ["ENCRYPT", "DECRYPT"], "keyStatus": self.status}

    def encrypt(self, key, asked):
        assert asked["encryptionAlgorithm"] == "AES_GCM"
        given = base64.b64decode(asked.get("additionalAuthenticatedData", ""))
        metadata, vector = b"v1", os.urandom(12)
        sealed = AESGCM(key).encrypt(
            vector, base64.b64decode(asked["plaintext"]), self.bound(given, metadata))
        body, tag = sealed[:-16], sealed[-16:]
        digest = hashlib.sha256(given + metadata + vector + body + tag).digest()
        told = {"ciphertext": body, "ciphertextMetadata": metadata,
                "initializationVector": vector, "authenticationTag": tag,
                "ciphertextDataIntegrityValue": bytes(32) if self.spoils else digest}
        return 200, {name: base64.b64encode(it).decode() for name, it in told.items()}

    @staticmethod
    def bound(given, metadata):
        return len(given).to_bytes(2, "big") + given + bytes([len(metadata)]) + metadata

    def decrypt(self, key, asked):
        def part(name):
            return base64.b64decode(asked.get(name, ""))
        bound = self.bound(part("additionalAuthenticatedData"), part("ciphertextMetadata"))
        try:
            plaintext = AESGCM(key).decrypt(
                part("initializationVector"), part("ciphertext") + part("authenticationTag"),
                bound)
        except InvalidTag:
            return 400, {"errorName": "InvalidCiphertextException"}
        return 200, {"plaintext": base64.b64encode(plaintext).decode()}
