"""An HTTPS endpoint of a test, as customers of Data Firehose run one: it keeps the requests and
answers in the documented form, or as the test says."""

import gzip
import http.server
import json
import os
import ssl
import tempfile
import threading

import xks_proxy


class HttpsEndpoint:
    """`statuses` are answered first, one a request; then 200 and the request's id."""

    def __init__(self):
        self.requests = []
        self.statuses = []
        self.body = None
        pem, key = xks_proxy.certificate()
        self.pem = pem.decode()
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                packed = self.headers.get("Content-Encoding") == "gzip"
                document = json.loads(gzip.decompress(raw) if packed else raw)
                headers = {name.lower(): value for name, value in self.headers.items()}
                endpoint.requests.append((headers, document))
                status = endpoint.statuses.pop(0) if endpoint.statuses else 200
                answer = {"requestId": document["requestId"], "timestamp": document["timestamp"]}
                if status != 200:
                    answer["errorMessage"] = "not now"
                data = (endpoint.body or json.dumps(answer)).encode()
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
            paths = [os.path.join(folder, name) for name in ("certificate.pem", "key.pem")]
            for path, content in zip(paths, (pem, key)):
                with open(path, "wb") as file:
                    file.write(content)
            context.load_cert_chain(*paths)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://localhost:{self.server.server_address[1]}/in"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
