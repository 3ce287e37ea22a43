"""ECR's registry, asked as Docker's clients ask it (OCI Distribution Specification)."""

import base64
import hashlib
import json

import pytest
import requests

from expect import refused

TYPE = "application/vnd.oci.image.manifest.v1+json"


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def descriptor(content, kind):
    return {"mediaType": kind, "size": len(content), "digest": digest(content)}


def image(config, *layers):
    return json.dumps({
        "schemaVersion": 2, "mediaType": TYPE,
        "config": descriptor(config, "application/vnd.oci.image.config.v1+json"),
        "layers": [descriptor(it, "application/vnd.oci.image.layer.v1.tar") for it in layers],
    }).encode()


class Registry:
    """A client that has logged in."""

    def __init__(self, endpoint, token=None, host=None):
        self.endpoint = endpoint
        self.session = requests.Session()
        if token:
            self.session.headers["Authorization"] = "Basic " + token
        if host:
            self.session.headers["Host"] = host

    def ask(self, method, path, **options):
        options.setdefault("timeout", 60)
        return self.session.request(method, self.endpoint + path, **options)

    def push(self, name, content):
        begun = self.ask("POST", f"/v2/{name}/blobs/uploads/")
        assert begun.status_code == 202, begun.text
        answer = self.ask(
            "PUT", begun.headers["Location"], params={"digest": digest(content)}, data=content,
            headers={"Content-Type": "application/octet-stream"})
        assert answer.status_code == 201, answer.text
        assert answer.headers["Docker-Content-Digest"] == digest(content)

    def put(self, name, reference, manifest):
        return self.ask("PUT", f"/v2/{name}/manifests/{reference}", data=manifest,
                        headers={"Content-Type": TYPE})


def token(ecr):
    return ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]


@pytest.fixture
def ecr(client):
    return client("ecr")


def test_an_image_is_pushed_and_pulled(endpoint, ecr, account):
    name = "team/app"
    uri = ecr.create_repository(repositoryName=name)["repository"]["repositoryUri"]
    host = uri.split("/")[0]
    assert host.startswith(f"{account}.dkr.ecr.us-east-1.localhost:")
    registry = Registry(endpoint, token(ecr), host)
    assert registry.ask("GET", "/v2/").status_code == 200
    layer, config = b"layer" * 100_000, b"{}"
    # In two pieces, as containerd's clients push; the second begins where the first has ended.
    begun = registry.ask("POST", f"/v2/{name}/blobs/uploads/")
    place = begun.headers["Location"]
    first = registry.ask("PATCH", place, data=layer[:300_000])
    assert (first.status_code, first.headers["Range"]) == (202, "0-299999")
    again = registry.ask("PATCH", place, data=b"x", headers={"Content-Range": "0-0"})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (416, "RANGE_INVALID")
    second = registry.ask("PATCH", place, data=layer[300_000:],
                          headers={"Content-Range": f"300000-{len(layer) - 1}"})
    assert second.status_code == 202
    wrong = registry.ask("PUT", place, params={"digest": digest(b"else")})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "DIGEST_INVALID")
    assert registry.ask("PUT", place, params={"digest": digest(layer)}).status_code == 201
    manifest = image(config, layer)
    early = registry.put(name, "1", manifest)
    assert (early.status_code, early.json()["errors"][0]["code"]) == (404, "MANIFEST_BLOB_UNKNOWN")
    registry.push(name, config)
    assert registry.put(name, "1", manifest).status_code == 201
    # Pushed again, it is the same.
    assert registry.put(name, "1", manifest).status_code == 201
    head = registry.ask("HEAD", f"/v2/{name}/manifests/1")
    assert head.headers["Docker-Content-Digest"] == digest(manifest)
    assert int(head.headers["Content-Length"]) == len(manifest)
    pulled = registry.ask("GET", f"/v2/{name}/manifests/{digest(manifest)}")
    assert (pulled.content, pulled.headers["Content-Type"]) == (manifest, TYPE)
    assert registry.ask("GET", f"/v2/{name}/blobs/{digest(layer)}").content == layer
    assert registry.ask("GET", f"/v2/{name}/tags/list").json() == {"name": name, "tags": ["1"]}
    assert registry.ask("GET", "/v2/_catalog").json() == {"repositories": [name]}
    # The API sees the same image.
    detail = ecr.describe_images(repositoryName=name)["imageDetails"][0]
    assert detail["imageDigest"] == digest(manifest)
    assert detail["imageSizeInBytes"] == len(layer) + len(config) + len(manifest)
    link = ecr.get_download_url_for_layer(repositoryName=name, layerDigest=digest(layer))
    assert requests.get(link["downloadUrl"], timeout=60).content == layer
    assert requests.get(link["downloadUrl"][:-1], timeout=60).status_code == 401


def test_what_refers_to_an_image_is_found(endpoint, ecr):
    ecr.create_repository(repositoryName="app")
    registry = Registry(endpoint, token(ecr))
    for content in (b"{}", b"layer"):
        registry.push("app", content)
    subject = image(b"{}", b"layer")
    registry.put("app", "1", subject)
    note = json.loads(image(b"{}", b"layer"))
    note |= {"artifactType": "text/note", "subject": descriptor(subject, TYPE)}
    note = json.dumps(note).encode()
    answer = registry.put("app", digest(note), note)
    assert (answer.status_code, answer.headers["OCI-Subject"]) == (201, digest(subject))
    index = registry.ask("GET", f"/v2/app/referrers/{digest(subject)}").json()
    assert [it["digest"] for it in index["manifests"]] == [digest(note)]
    none = registry.ask("GET", f"/v2/app/referrers/{digest(subject)}?artifactType=other").json()
    assert none["manifests"] == []


def test_who_comes_without_a_token_is_told_to_bring_one(endpoint, ecr):
    answer = Registry(endpoint).ask("GET", "/v2/")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    wrong = base64.b64encode(b"AWS:wrong").decode()
    assert Registry(endpoint, wrong).ask("GET", "/v2/").status_code == 403
    missing = Registry(endpoint, token(ecr)).ask("GET", "/v2/none/manifests/1")
    assert (missing.status_code, missing.json()["errors"][0]["code"]) == (404, "NAME_UNKNOWN")


def test_a_token_may_what_its_user_may(endpoint, client, ecr):
    ecr.create_repository(repositoryName="app")
    iam = client("iam")
    iam.create_user(UserName="puller")
    iam.put_user_policy(UserName="puller", PolicyName="pull", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Resource": "*",
            "Action": ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"]}]}))
    key = iam.create_access_key(UserName="puller")["AccessKey"]
    puller = client("ecr", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    registry = Registry(endpoint, token(puller))
    answer = registry.ask("GET", "/v2/app/manifests/1")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "MANIFEST_UNKNOWN")
    answer = registry.ask("POST", "/v2/app/blobs/uploads/")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "DENIED")
    with refused("AccessDeniedException"):
        puller.initiate_layer_upload(repositoryName="app")


def test_immutable_tags_stay(endpoint, ecr):
    ecr.create_repository(repositoryName="app", imageTagMutability="IMMUTABLE")
    registry = Registry(endpoint, token(ecr))
    for content in (b"{}", b"layer"):
        registry.push("app", content)
    assert registry.put("app", "1", image(b"{}", b"layer")).status_code == 201
    answer = registry.put("app", "1", image(b"{}"))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "TAG_INVALID")


def test_images_and_tokens_outlive_a_kill(server_factory, tmp_path):
    from servers import make_client
    server = server_factory(data=tmp_path)
    ecr = make_client(server.endpoint, "ecr", "111111111111")
    ecr.create_repository(repositoryName="app")
    word = token(ecr)
    registry = Registry(server.endpoint, word)
    layer = b"layer" * 200_000
    for content in (b"{}", layer):
        registry.push("app", content)
    registry.put("app", "1", image(b"{}", layer))
    server.kill()
    server = server_factory(data=tmp_path)
    registry = Registry(server.endpoint, word)
    assert registry.ask("GET", "/v2/app/manifests/1").content == image(b"{}", layer)
    assert registry.ask("GET", f"/v2/app/blobs/{digest(layer)}").content == layer


def test_tokens_end_after_twelve_hours(own_server):
    from servers import make_client
    ecr = make_client(own_server.endpoint, "ecr", "111111111111")
    registry = Registry(own_server.endpoint, token(ecr))
    own_server.clock(advance="719m")
    assert registry.ask("GET", "/v2/").status_code == 200
    own_server.clock(advance="1m")
    assert registry.ask("GET", "/v2/").status_code == 403
