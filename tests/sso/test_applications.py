"""Applications of Identity Center, and the tokens that CreateTokenWithIAM makes for them.

Source: IAM Identity Center API Reference and OIDC API Reference ([A]); User Guide, "Resource-based
policy example for IAM Identity Center"; RFC 6749, 7523 and 8693.
"""

import base64
import hashlib
import html
import http.server
import json
import re
import threading
import time
import urllib.error
import urllib.parse

import pytest
import rsa

from expect import refused
from identity_center import Center, get

KEY = rsa.newkeys(2048)
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS = "urn:ietf:params:oauth:token-type:access_token"
REFRESH = "urn:ietf:params:oauth:token-type:refresh_token"
CALLBACK = "https://app.example.com/callback"
PROVIDER = "arn:aws:sso::aws:applicationProvider/custom"


def encode(data):
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture
def issuer():
    """A trusted token issuer on this machine: `issuer.url`, `issuer.token(sub=…)`."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            url = f"http://{self.headers['Host']}"
            n, e = (encode(it.to_bytes((it.bit_length() + 7) // 8, "big"))
                    for it in (KEY[0].n, KEY[0].e))
            pages = {
                "/.well-known/openid-configuration": {"issuer": url, "jwks_uri": f"{url}/keys"},
                "/keys": {"keys": [{"kty": "RSA", "use": "sig", "kid": "one", "n": n, "e": e}]}}
            body = json.dumps(pages.get(self.path, {})).encode()
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{server.server_port}"

    def token(key=KEY[1], **claims):
        told = {"iss": server.url, "sub": "1", "aud": "app", "exp": int(time.time()) + 600,
                "email": "ann@example.com", **claims}
        told = {name: value for name, value in told.items() if value is not None}
        signed = encode({"alg": "RS256", "kid": "one"}) + "." + encode(told)
        return signed + "." + encode(rsa.sign(signed.encode(), key, "SHA-256"))
    server.token = token
    yield server
    server.shutdown()


@pytest.fixture
def center(client, account):
    center = Center(client, account)
    center.store_client.update_user(
        IdentityStoreId=center.store, UserId=center.user, Operations=[
            {"AttributePath": "emails", "AttributeValue": [
                {"value": "ann@example.com", "primary": True}]}])
    return center


def make(center, name, *grants, policy=True, assign=True, **options):
    """An application with grants, whose account may ask for its tokens, and Ann assigned."""
    admin = center.admin
    arn = admin.create_application(
        InstanceArn=center.instance, ApplicationProviderArn=PROVIDER, Name=name,
        **options)["ApplicationArn"]
    for kind, grant in grants:
        admin.put_application_grant(ApplicationArn=arn, GrantType=kind, Grant=grant)
    if policy:
        admin.put_application_authentication_method(
            ApplicationArn=arn, AuthenticationMethodType="IAM",
            AuthenticationMethod={"Iam": {"ActorPolicy": actors(center.account)}})
    if assign:
        admin.create_application_assignment(
            ApplicationArn=arn, PrincipalId=center.user, PrincipalType="USER")
    return arn


def actors(account, principal="root"):
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:{principal}"},
        "Action": "sso-oauth:CreateTokenWithIAM", "Resource": "*"}]}


CODE = ("authorization_code", {"AuthorizationCode": {"RedirectUris": [CALLBACK]}})
REFRESHES = ("refresh_token", {"RefreshToken": {}})
EXCHANGES = (EXCHANGE, {"TokenExchange": {}})


def code_for(endpoint, application, user="ann", **asked):
    page = get(f"{endpoint}/authorize", response_type="code", client_id=application,
               redirect_uri=CALLBACK, state="s", user=user, **asked)
    url = html.unescape(re.search(r'content="0;url=([^"]*)"', page).group(1))
    assert url.startswith(CALLBACK + "?")
    return urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["code"][0]


def redeem(client, application, code, **more):
    return client("sso-oidc").create_token_with_iam(
        clientId=application, grantType="authorization_code", code=code, redirectUri=CALLBACK,
        **more)


def test_codes_and_refresh_tokens(endpoint, client, center):
    app = make(center, "app", CODE, REFRESHES)
    center.admin.put_application_access_scope(ApplicationArn=app, Scope="notes:read")
    center.admin.put_application_access_scope(ApplicationArn=app, Scope="notes:write")
    code = code_for(endpoint, app)
    with refused("InvalidGrantException", status=400):
        client("sso-oidc").create_token_with_iam(
            clientId=app, grantType="authorization_code", code=code,
            redirectUri="https://other.example.com/")
    token = redeem(client, app, code)
    assert token["tokenType"] == "Bearer" and token["issuedTokenType"] == ACCESS
    assert set(token["scope"]) == {
        "openid", "aws", "sts:identity_context", "notes:read", "notes:write"}
    with refused("InvalidGrantException", status=400):
        redeem(client, app, code)
    ask = dict(clientId=app, grantType="refresh_token")
    less = client("sso-oidc").create_token_with_iam(
        refreshToken=token["refreshToken"], scope=["notes:read"], **ask)
    assert less["scope"] == ["notes:read"]
    # What was given up does not come back.
    with refused("InvalidScopeException", status=400):
        client("sso-oidc").create_token_with_iam(
            refreshToken=less["refreshToken"], scope=["notes:write"], **ask)
    with refused("InvalidGrantException", status=400):
        client("sso-oidc").create_token_with_iam(refreshToken=token["refreshToken"], **ask)
    # Such a token is for the application, not for accounts.
    with refused("UnauthorizedException", status=401):
        client("sso").list_accounts(accessToken=token["accessToken"])


def test_a_proof_key_and_scopes_of_the_browser(endpoint, client, center):
    app = make(center, "app", CODE)
    center.admin.put_application_access_scope(ApplicationArn=app, Scope="sso:account:access")
    verifier = "v" * 64
    challenge = encode(hashlib.sha256(verifier.encode()).digest())
    code = code_for(endpoint, app, code_challenge=challenge, code_challenge_method="S256",
                    scope="openid sso:account:access")
    with refused("InvalidGrantException", status=400):
        redeem(client, app, code)
    token = redeem(client, app, code, codeVerifier=verifier)
    assert token["scope"] == ["openid", "sso:account:access"]
    # No refresh tokens for an application without that grant.
    assert "refreshToken" not in token
    assert client("sso").list_accounts(accessToken=token["accessToken"])["accountList"] == []
    for wrong in ({"scope": "other:scope"}, {"redirect_uri": "https://other.example.com/"},
                  {"client_id": app[:-1] + ("1" if app[-1] == "0" else "0")},
                  {"response_type": "token"}):
        with pytest.raises(urllib.error.HTTPError):
            get(f"{endpoint}/authorize", **{
                "response_type": "code", "client_id": app, "redirect_uri": CALLBACK, **wrong})


def test_who_may_ask_and_for_whom(endpoint, client, center):
    admin = center.admin
    app = make(center, "app", CODE, policy=False, assign=False)
    with refused("UnauthorizedClientException", status=400):
        redeem(client, app, code_for(endpoint, app))
    admin.put_application_authentication_method(
        ApplicationArn=app, AuthenticationMethodType="IAM",
        AuthenticationMethod={"Iam": {"ActorPolicy": actors("999999999999")}})
    with refused("AccessDeniedException"):
        redeem(client, app, code_for(endpoint, app))
    admin.put_application_authentication_method(
        ApplicationArn=app, AuthenticationMethodType="IAM",
        AuthenticationMethod={"Iam": {"ActorPolicy": actors(center.account)}})
    with refused("AccessDeniedException", status=400, message="not assigned"):
        redeem(client, app, code_for(endpoint, app))
    admin.put_application_assignment_configuration(ApplicationArn=app, AssignmentRequired=False)
    redeem(client, app, code_for(endpoint, app))
    admin.put_application_assignment_configuration(ApplicationArn=app, AssignmentRequired=True)
    group = center.store_client.create_group(
        IdentityStoreId=center.store, DisplayName="team")["GroupId"]
    admin.create_application_assignment(
        ApplicationArn=app, PrincipalId=group, PrincipalType="GROUP")
    with refused("AccessDeniedException", status=400):
        redeem(client, app, code_for(endpoint, app))
    center.store_client.create_group_membership(
        IdentityStoreId=center.store, GroupId=group, MemberId={"UserId": center.user})
    redeem(client, app, code_for(endpoint, app))
    for grant in ("refresh_token", JWT_BEARER, EXCHANGE):
        with refused("UnauthorizedClientException", status=400):
            client("sso-oidc").create_token_with_iam(clientId=app, grantType=grant)
    with refused("UnsupportedGrantTypeException", status=400):
        client("sso-oidc").create_token_with_iam(clientId=app, grantType="password")
    admin.update_application(ApplicationArn=app, Status="DISABLED")
    with refused("InvalidClientException", status=401):
        client("sso-oidc").create_token_with_iam(clientId=app, grantType="authorization_code")


def trusting(center, issuer, **changed):
    configuration = {
        "IssuerUrl": issuer.url, "ClaimAttributePath": "email",
        "IdentityStoreAttributePath": "emails.value", "JwksRetrievalOption": "OPEN_ID_DISCOVERY"}
    arn = center.admin.create_trusted_token_issuer(
        InstanceArn=center.instance, Name="outside", TrustedTokenIssuerType="OIDC_JWT",
        TrustedTokenIssuerConfiguration={"OidcJwtConfiguration": {**configuration, **changed}}
    )["TrustedTokenIssuerArn"]
    grant = {"JwtBearer": {"AuthorizedTokenIssuers": [
        {"TrustedTokenIssuerArn": arn, "AuthorizedAudiences": ["app"]}]}}
    return arn, (JWT_BEARER, grant)


def test_tokens_of_a_trusted_issuer(client, center, issuer):
    arn, grant = trusting(center, issuer)
    app = make(center, "app", grant, REFRESHES)

    def bearer(token):
        return client("sso-oidc").create_token_with_iam(
            clientId=app, grantType=JWT_BEARER, assertion=token)
    token = issuer.token(jti="1")
    made = bearer(token)
    assert made["accessToken"].startswith("aoa") and "refreshToken" in made
    now = int(time.time())
    other = rsa.newkeys(2048)[1]
    refusals = [
        (token, "used before"),
        (issuer.token(key=other), "no key of its issuer has signed it"),
        (issuer.token(aud="other"), "another audience"),
        (issuer.token(iss="https://other.example.com"), "none that the application trusts"),
        (issuer.token(exp=now - 10), "expired"),
        (issuer.token(exp=None), "no exp"),
        (issuer.token(nbf=now + 3600), "not valid yet"),
        (issuer.token(email="bob@example.com"), "no such user"),
        (issuer.token(email=None), "lacks the claim"),
        ("nonsense", "no signed JSON Web Token"),
    ]
    for wrong, words in refusals:
        with refused("InvalidGrantException", status=400) as caught:
            bearer(wrong)
        assert words in str(caught.value.response), caught.value.response
    # By another claim and another attribute.
    center.admin.update_trusted_token_issuer(
        TrustedTokenIssuerArn=arn, Name="renamed", TrustedTokenIssuerConfiguration={
            "OidcJwtConfiguration": {"ClaimAttributePath": "user.name",
                                     "IdentityStoreAttributePath": "userName"}})
    bearer(issuer.token(user={"name": "ann"}))
    shown = center.admin.describe_trusted_token_issuer(TrustedTokenIssuerArn=arn)
    assert shown["Name"] == "renamed"
    assert shown["TrustedTokenIssuerConfiguration"]["OidcJwtConfiguration"] == {
        "IssuerUrl": issuer.url, "ClaimAttributePath": "user.name",
        "IdentityStoreAttributePath": "userName", "JwksRetrievalOption": "OPEN_ID_DISCOVERY"}
    center.admin.delete_trusted_token_issuer(TrustedTokenIssuerArn=arn)
    with refused("InvalidGrantException", status=400):
        bearer(issuer.token(user={"name": "ann"}))


def test_tokens_are_exchanged_between_applications(endpoint, client, center):
    first = make(center, "first", CODE)
    second = make(center, "second", EXCHANGES, REFRESHES)

    def exchange(subject, application=second, **more):
        return client("sso-oidc").create_token_with_iam(
            clientId=application, grantType=EXCHANGE, subjectToken=subject,
            subjectTokenType=ACCESS, **more)
    token = redeem(client, first, code_for(endpoint, first))["accessToken"]
    with refused("InvalidGrantException", status=400):
        exchange(token)
    center.admin.put_application_access_scope(
        ApplicationArn=first, Scope="second:use", AuthorizedTargets=[second])
    # The token of before does not have the scope.
    with refused("InvalidGrantException", status=400):
        exchange(token)
    token = redeem(client, first, code_for(endpoint, first))["accessToken"]
    made = exchange(token)
    assert made["issuedTokenType"] == ACCESS and "refreshToken" not in made
    assert "second:use" not in made["scope"]
    made = exchange(token, requestedTokenType=REFRESH)
    assert made["issuedTokenType"] == REFRESH and "refreshToken" in made
    with refused("InvalidGrantException", status=400):
        exchange("aoanonsense")
    with refused("InvalidRequestException", status=400):
        exchange(token, requestedTokenType="urn:other")


def test_the_portal_shows_applications(endpoint, client, center):
    portal = f"{endpoint}/_sso/start/{center.store}"
    shown = make(center, "Notes <1>", PortalOptions={"SignInOptions": {
        "Origin": "APPLICATION", "ApplicationUrl": "https://notes.example.com/?a=1&b=2"}})
    make(center, "Hidden", PortalOptions={"Visibility": "DISABLED", "SignInOptions": {
        "Origin": "APPLICATION", "ApplicationUrl": "https://hidden.example.com/"}})
    make(center, "Others", assign=False, PortalOptions={"SignInOptions": {
        "Origin": "APPLICATION", "ApplicationUrl": "https://others.example.com/"}})
    assert "Go on as <b>ann</b>" in get(portal)
    page = get(portal, user="ann")
    assert 'href="https://notes.example.com/?a=1&amp;b=2">Notes &lt;1&gt;</a>' in page
    assert "hidden.example.com" not in page and "others.example.com" not in page
    center.admin.update_application(ApplicationArn=shown, Status="DISABLED")
    assert "notes.example.com" not in get(portal, user="ann")
    with pytest.raises(urllib.error.HTTPError):
        get(portal, user="nobody")


def test_the_administration_of_applications(client, center, issuer):
    admin, instance = center.admin, center.instance
    providers = admin.list_application_providers()["ApplicationProviders"]
    assert [it["ApplicationProviderArn"] for it in providers] == [PROVIDER]
    provider = admin.describe_application_provider(ApplicationProviderArn=PROVIDER)
    assert provider["FederationProtocol"] == "OAUTH"
    with refused("ResourceNotFoundException", status=400):
        admin.describe_application_provider(ApplicationProviderArn=PROVIDER + "-saml")
    asked = dict(InstanceArn=instance, ApplicationProviderArn=PROVIDER, Name="app",
                 Description="of tests", ClientToken="token", Tags=[{"Key": "a", "Value": "1"}])
    app = admin.create_application(**asked)["ApplicationArn"]
    assert re.fullmatch(
        rf"arn:aws:sso::{center.account}:application/ssoins-[0-9a-f]{{16}}/apl-[0-9a-f]{{16}}", app)
    assert admin.create_application(**asked)["ApplicationArn"] == app
    with refused("ConflictException", status=400):
        admin.create_application(**{**asked, "Name": "other"})
    with refused("ValidationException", status=400):
        admin.create_application(
            InstanceArn=instance, ApplicationProviderArn=PROVIDER, Name="app",
            PortalOptions={"SignInOptions": {"Origin": "APPLICATION"}})
    described = admin.describe_application(ApplicationArn=app)
    assert (described["Name"], described["Status"], described["Description"]) == (
        "app", "ENABLED", "of tests")
    assert described["PortalOptions"] == {"Visibility": "ENABLED"}
    assert admin.list_tags_for_resource(ResourceArn=app)["Tags"] == asked["Tags"]
    admin.update_application(ApplicationArn=app, Name="renamed")
    listed = admin.list_applications(InstanceArn=instance)["Applications"]
    assert [it["Name"] for it in listed] == ["renamed"]
    assert admin.list_applications(
        InstanceArn=instance, Filter={"ApplicationAccount": "999999999999"})["Applications"] == []

    # Scopes, grants, authentication methods.
    admin.put_application_access_scope(ApplicationArn=app, Scope="a:b")
    assert admin.get_application_access_scope(ApplicationArn=app, Scope="a:b")["Scope"] == "a:b"
    scopes = admin.list_application_access_scopes(ApplicationArn=app)["Scopes"]
    assert scopes == [{"Scope": "a:b"}]
    admin.delete_application_access_scope(ApplicationArn=app, Scope="a:b")
    with refused("ResourceNotFoundException", status=400):
        admin.get_application_access_scope(ApplicationArn=app, Scope="a:b")
    _, bearer = trusting(center, issuer)
    for kind, grant in (CODE, REFRESHES, EXCHANGES, bearer):
        admin.put_application_grant(ApplicationArn=app, GrantType=kind, Grant=grant)
        assert admin.get_application_grant(ApplicationArn=app, GrantType=kind)["Grant"] == grant
    assert len(admin.list_application_grants(ApplicationArn=app)["Grants"]) == 4
    with refused("ValidationException", status=400):
        admin.put_application_grant(
            ApplicationArn=app, GrantType="refresh_token", Grant=CODE[1])
    admin.delete_application_grant(ApplicationArn=app, GrantType="refresh_token")
    with refused("ResourceNotFoundException", status=400):
        admin.get_application_grant(ApplicationArn=app, GrantType="refresh_token")
    method = dict(ApplicationArn=app, AuthenticationMethodType="IAM")
    with refused("ResourceNotFoundException", status=400):
        admin.get_application_authentication_method(**method)
    with refused("ValidationException", status=400):
        admin.put_application_authentication_method(
            AuthenticationMethod={"Iam": {"ActorPolicy": {"Statement": "none"}}}, **method)
    policy = actors(center.account)
    admin.put_application_authentication_method(
        AuthenticationMethod={"Iam": {"ActorPolicy": policy}}, **method)
    shown = admin.get_application_authentication_method(**method)["AuthenticationMethod"]
    assert shown["Iam"]["ActorPolicy"]["Statement"][0]["Action"] == (
        "sso-oauth:CreateTokenWithIAM")
    methods = admin.list_application_authentication_methods(ApplicationArn=app)
    assert [it["AuthenticationMethodType"] for it in methods["AuthenticationMethods"]] == ["IAM"]
    admin.delete_application_authentication_method(**method)

    # Assignments.
    ann = dict(PrincipalId=center.user, PrincipalType="USER")
    admin.create_application_assignment(ApplicationArn=app, **ann)
    with refused("ConflictException", status=400):
        admin.create_application_assignment(ApplicationArn=app, **ann)
    assert admin.describe_application_assignment(
        ApplicationArn=app, **ann)["PrincipalId"] == center.user
    assert len(admin.list_application_assignments(
        ApplicationArn=app)["ApplicationAssignments"]) == 1
    of_ann = admin.list_application_assignments_for_principal(InstanceArn=instance, **ann)
    assert [it["ApplicationArn"] for it in of_ann["ApplicationAssignments"]] == [app]
    assert admin.get_application_assignment_configuration(
        ApplicationArn=app)["AssignmentRequired"] is True
    admin.delete_application_assignment(ApplicationArn=app, **ann)
    with refused("ResourceNotFoundException", status=400):
        admin.describe_application_assignment(ApplicationArn=app, **ann)
    issuers = admin.list_trusted_token_issuers(InstanceArn=instance)["TrustedTokenIssuers"]
    assert [it["Name"] for it in issuers] == ["outside"]
    with refused("ConflictException", status=400):
        trusting(center, issuer)
    with refused("ValidationException", status=400):
        trusting(center, issuer, IdentityStoreAttributePath="name.givenName")

    regions = admin.list_regions(InstanceArn=instance)["Regions"]
    assert [(it["RegionName"], it["Status"], it["IsPrimaryRegion"]) for it in regions] == [
        ("us-east-1", "ACTIVE", True)]
    assert admin.describe_region(
        InstanceArn=instance, RegionName="us-east-1")["IsPrimaryRegion"] is True
    with refused("ResourceNotFoundException", status=400):
        admin.describe_region(InstanceArn=instance, RegionName="eu-west-1")
    admin.delete_application(ApplicationArn=app)
    with refused("ResourceNotFoundException", status=400):
        admin.describe_application(ApplicationArn=app)
