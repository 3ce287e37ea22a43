"""The operations of ACM about ACME by boto3: a success and a refusal of each.

Source: botocore's model (members, errors, waiters); ACM User Guide, "ACME endpoints", "ACME domain
validation", "External account bindings", "IAM for ACME certificate automation". The words of
refusals, and times within which things happen, are ours (ACM's README).
"""

import base64
import datetime
import json

from acm.acme_messages import Client, thumbprint
from acm.acme_endpoint import ACCOUNT, PUBLIC, ROLE, scope
from expect import refused

NOWHERE = f"arn:aws:acm:us-east-1:{ACCOUNT}:acme-endpoint/00000000-0000-0000-0000-000000000000"
DNS = {"DnsPrevalidation": {}}


def test_an_endpoint_is_made_shown_changed_and_deleted(frozen):
    acm = frozen.client("acm", account=ACCOUNT)
    asked = {
        "AuthorizationBehavior": "PRE_APPROVED", "IdempotencyToken": "one",
        "CertificateAuthority": {"PublicCertificateAuthority": {
            "AllowedKeyAlgorithms": ["EC_prime256v1"]}},
        "Tags": [{"Key": "team", "Value": "pki"}],
        "CertificateTags": [{"Key": "from", "Value": "acme"}],
    }
    arn = acm.create_acme_endpoint(**asked)["AcmeEndpointArn"]
    assert acm.create_acme_endpoint(**asked)["AcmeEndpointArn"] == arn
    with refused("ConflictException", status=400):
        acm.create_acme_endpoint(**{**asked, "Contact": "REQUIRED"})
    shown = acm.describe_acme_endpoint(AcmeEndpointArn=arn)["AcmeEndpoint"]
    assert shown["Status"] == "CREATING"
    with refused("ConflictException", status=400):
        acm.update_acme_endpoint(AcmeEndpointArn=arn, Contact="REQUIRED")
    frozen.clock(advance="2s")
    acm.get_waiter("acme_endpoint_active").wait(AcmeEndpointArn=arn)
    shown = acm.describe_acme_endpoint(AcmeEndpointArn=arn)["AcmeEndpoint"]
    identifier = arn.rpartition("/")[2]
    assert shown["EndpointUrl"] == f"{frozen.endpoint}/_acm/acme/{identifier}/directory"
    assert shown["AuthorizationBehavior"] == "PRE_APPROVED"
    assert shown["Contact"] == "NOT_REQUIRED"
    assert shown["CertificateAuthority"] == asked["CertificateAuthority"]
    assert shown["CertificateTags"] == asked["CertificateTags"]
    acm.update_acme_endpoint(AcmeEndpointArn=arn, Contact="REQUIRED", CertificateAuthority=PUBLIC)
    [listed] = acm.list_acme_endpoints()["AcmeEndpoints"]
    assert listed["Contact"] == "REQUIRED" and listed["CertificateAuthority"] == PUBLIC
    assert listed["UpdatedAt"] > listed["CreatedAt"]
    bound = acm.create_acme_external_account_binding(AcmeEndpointArn=arn, RoleArn=ROLE)
    bound = bound["ExternalAccountBinding"]["AcmeExternalAccountBindingArn"]
    acm.delete_acme_endpoint(AcmeEndpointArn=arn)
    acm.get_waiter("acme_endpoint_deleted").wait(AcmeEndpointArn=arn)
    acm.delete_acme_endpoint(AcmeEndpointArn=arn)
    with refused("ResourceNotFoundException", status=400):
        acm.describe_acme_external_account_binding(AcmeExternalAccountBindingArn=bound)
    assert acm.create_acme_endpoint(**asked)["AcmeEndpointArn"] != arn, "its token went with it"


def test_endpoints_are_listed_by_pages_and_of_one_account_and_region(frozen):
    acm = frozen.client("acm", account=ACCOUNT)
    made = {acm.create_acme_endpoint(AuthorizationBehavior="PRE_APPROVED",
                                     CertificateAuthority=PUBLIC)["AcmeEndpointArn"]
            for _ in range(5)}
    pages = list(acm.get_paginator("list_acme_endpoints").paginate(
        PaginationConfig={"PageSize": 2}))
    assert [len(page["AcmeEndpoints"]) for page in pages] == [2, 2, 1]
    assert {it["AcmeEndpointArn"] for page in pages for it in page["AcmeEndpoints"]} == made
    for other in (frozen.client("acm", account="222222222222"),
                  frozen.client("acm", account=ACCOUNT, region="eu-west-1")):
        assert other.list_acme_endpoints()["AcmeEndpoints"] == []
        with refused("ResourceNotFoundException", status=400):
            other.describe_acme_endpoint(AcmeEndpointArn=made.copy().pop())
        with refused("ValidationException", status=400):
            other.delete_acme_endpoint(AcmeEndpointArn=made.copy().pop())
    with refused("ValidationException", status=400):
        acm.list_acme_endpoints(NextToken="nonsense")
    with refused("ValidationException", status=400):
        acm.create_acme_endpoint(AuthorizationBehavior="LIVE", CertificateAuthority=PUBLIC)
    with refused("ValidationException", status=400):
        acm.create_acme_endpoint(
            AuthorizationBehavior="PRE_APPROVED",
            CertificateAuthority={"PublicCertificateAuthority": {
                "AllowedKeyAlgorithms": ["RSA_4096"]}})


def test_a_domain_is_validated_by_a_record_of_the_endpoints_own(frozen, make_endpoint):
    one, two = make_endpoint(), make_endpoint()
    acm = one.acm
    options = {"DnsPrevalidation": {"DomainScope": scope(wildcards=True)}}
    arn = acm.create_acme_domain_validation(
        AcmeEndpointArn=one.arn, DomainName="example.com", PrevalidationOptions=options,
    )["AcmeDomainValidationArn"]
    assert arn.startswith(f"{one.arn}/acme-domain-validation/")
    with refused("ConflictException", status=400):
        acm.create_acme_domain_validation(
            AcmeEndpointArn=one.arn, DomainName="example.com", PrevalidationOptions=DNS)

    def shown(arn):
        return acm.describe_acme_domain_validation(
            AcmeDomainValidationArn=arn)["AcmeDomainValidation"]

    def record(arn):
        return shown(arn)["PrevalidationDetails"]["DnsPrevalidation"]["ResourceRecord"]

    assert shown(arn)["Status"] == "VALIDATING"
    assert shown(arn)["PrevalidationType"] == "DNS_PREVALIDATION"
    assert record(arn)["Type"] == "CNAME"
    assert record(arn)["Name"].endswith(".example.com.")
    other = two.validate("example.com")
    assert record(other) != record(arn)
    acm.get_waiter("acme_domain_validation_validated").wait(AcmeDomainValidationArn=arn)
    acm.update_acme_domain_validation(
        AcmeDomainValidationArn=arn,
        PrevalidationOptions={"DnsPrevalidation": {"DomainScope": scope(subdomains=True)}})
    [listed] = acm.list_acme_domain_validations(
        AcmeEndpointArn=one.arn)["AcmeDomainValidations"]
    assert listed["Status"] == "VALID" and listed["DomainName"] == "example.com"
    assert listed["PrevalidationDetails"]["DnsPrevalidation"]["DomainScope"] == scope(
        subdomains=True)
    acm.delete_acme_domain_validation(AcmeDomainValidationArn=arn)
    acm.get_waiter("acme_domain_validation_deleted").wait(AcmeDomainValidationArn=arn)
    acm.delete_acme_domain_validation(AcmeDomainValidationArn=arn)
    assert acm.list_acme_domain_validations(
        AcmeEndpointArn=one.arn)["AcmeDomainValidations"] == []
    with refused("ResourceNotFoundException", status=400):
        acm.update_acme_domain_validation(
            AcmeDomainValidationArn=arn, PrevalidationOptions=DNS)


def test_why_a_domain_is_not_valid(frozen, make_endpoint):
    endpoint = make_endpoint()
    acm = endpoint.acm

    def failure(domain, dns=None, wait="30s"):
        arn = acm.create_acme_domain_validation(
            AcmeEndpointArn=endpoint.arn, DomainName=domain,
            PrevalidationOptions={"DnsPrevalidation": dns or {}})["AcmeDomainValidationArn"]
        frozen.clock(advance=wait)
        shown = acm.describe_acme_domain_validation(
            AcmeDomainValidationArn=arn)["AcmeDomainValidation"]
        assert shown["Status"] == "INVALID" and shown["FailureDetails"]["Message"]
        return arn, shown["FailureDetails"]["Reason"]

    assert failure("shop.amazonaws.com")[1] == "DOMAIN_NOT_ALLOWED"
    assert failure("host.internal")[1] == "INVALID_PUBLIC_DOMAIN"
    arn, reason = failure("example.net", {"HostedZoneId": "Z0123456789ABC"})
    assert reason == "HOSTED_ZONE_NOT_FOUND"
    # Without the zone it is looked for anew.
    acm.update_acme_domain_validation(AcmeDomainValidationArn=arn, PrevalidationOptions=DNS)
    frozen.clock(advance="30s")
    assert acm.describe_acme_domain_validation(
        AcmeDomainValidationArn=arn)["AcmeDomainValidation"]["Status"] == "VALID"
    frozen.settings(**{"acm.dns_validation": "never"})
    assert failure("example.org", wait="72h")[1] == "TIMED_OUT"
    with refused("ValidationException", status=400):
        acm.create_acme_domain_validation(
            AcmeEndpointArn=endpoint.arn, DomainName="a.example.com",
            PrevalidationOptions={"DnsPrevalidation": {"DomainScope": scope(exact=False)}})
    with refused("ResourceNotFoundException", status=400):
        acm.create_acme_domain_validation(
            AcmeEndpointArn=NOWHERE, DomainName="a.example.com", PrevalidationOptions=DNS)
    with refused("ResourceNotFoundException", status=400):
        acm.list_acme_domain_validations(AcmeEndpointArn=NOWHERE)
    with refused("ValidationException", status=400):
        acm.create_acme_domain_validation(
            AcmeEndpointArn=endpoint.arn, DomainName="*.example.com", PrevalidationOptions=DNS)


def test_a_binding_has_credentials_expires_and_is_revoked(frozen, make_endpoint):
    endpoint = make_endpoint()
    acm = endpoint.acm
    bound = endpoint.bind(Expiration={"Value": 2, "Type": "HOURS"}, IdempotencyToken="b")
    assert endpoint.bind(Expiration={"Value": 2, "Type": "HOURS"}, IdempotencyToken="b") == bound
    arn = bound["AcmeExternalAccountBindingArn"]
    assert bound["ExpiresAt"] - bound["CreatedAt"] == datetime.timedelta(hours=2)
    assert bound["RoleArn"] == ROLE and "LastUsedAt" not in bound
    credentials = acm.get_acme_external_account_binding_credentials(
        AcmeExternalAccountBindingArn=arn)
    assert len(base64.urlsafe_b64decode(credentials["MacKey"] + "=")) == 32
    assert Client(endpoint.url).register(credentials).status == 201
    frozen.clock(advance="2h")
    Client(endpoint.url).register(credentials).is_problem("unauthorized", 403)
    forever = endpoint.bind()
    assert "ExpiresAt" not in forever
    listed = acm.list_acme_external_account_bindings(
        AcmeEndpointArn=endpoint.arn)["ExternalAccountBindings"]
    assert {it["AcmeExternalAccountBindingArn"] for it in listed} == {
        arn, forever["AcmeExternalAccountBindingArn"]}
    used = acm.describe_acme_external_account_binding(
        AcmeExternalAccountBindingArn=arn)["ExternalAccountBinding"]
    assert used["LastUsedAt"] == bound["CreatedAt"]
    arn = forever["AcmeExternalAccountBindingArn"]
    credentials = acm.get_acme_external_account_binding_credentials(
        AcmeExternalAccountBindingArn=arn)
    acm.revoke_acme_external_account_binding(AcmeExternalAccountBindingArn=arn)
    with refused("ConflictException", status=400):
        acm.revoke_acme_external_account_binding(AcmeExternalAccountBindingArn=arn)
    Client(endpoint.url).register(credentials).is_problem("unauthorized", 403)
    acm.delete_acme_external_account_binding(AcmeExternalAccountBindingArn=arn)
    acm.delete_acme_external_account_binding(AcmeExternalAccountBindingArn=arn)
    for call in (acm.describe_acme_external_account_binding,
                 acm.get_acme_external_account_binding_credentials,
                 acm.revoke_acme_external_account_binding):
        with refused("ResourceNotFoundException", status=400):
            call(AcmeExternalAccountBindingArn=arn)
    with refused("ValidationException", status=400):
        endpoint.bind(role="arn:aws:iam::999999999999:role/AcmeIssuanceRole")
    with refused("ValidationException", status=400):
        endpoint.bind(Expiration={"Value": 10**15, "Type": "DAYS"})
    with refused("ResourceNotFoundException", status=400):
        acm.list_acme_external_account_bindings(AcmeEndpointArn=NOWHERE)
    with refused("ValidationException", status=400):
        acm.delete_acme_external_account_binding(
            AcmeExternalAccountBindingArn=arn.replace(ACCOUNT, "222222222222"))


def test_accounts_are_shown_and_revoked(frozen, make_endpoint):
    endpoint = make_endpoint()
    endpoint.validate("example.com")
    acm = endpoint.acm
    bound = endpoint.bind()["AcmeExternalAccountBindingArn"]
    credentials = acm.get_acme_external_account_binding_credentials(
        AcmeExternalAccountBindingArn=bound)
    clients = [Client(endpoint.url) for _ in range(3)]
    for client in clients:
        assert client.register(credentials, ["mailto:ann@example.com"]).status == 201
    shown = acm.describe_acme_account(
        AcmeEndpointArn=endpoint.arn, AccountUrl=clients[0].account)["AcmeAccount"]
    assert shown["PublicKeyThumbprint"] == thumbprint(clients[0].key)
    assert shown["Status"] == "VALID" and shown["AcmeExternalAccountBindingArn"] == bound
    assert shown["Contacts"] == ["mailto:ann@example.com"]
    pages = list(acm.get_paginator("list_acme_accounts").paginate(
        AcmeEndpointArn=endpoint.arn, PaginationConfig={"PageSize": 2}))
    assert [len(page["AcmeAccounts"]) for page in pages] == [2, 1]
    listed = {it["AccountUrl"] for page in pages for it in page["AcmeAccounts"]}
    assert listed == {client.account for client in clients}
    # "Existing ACME accounts … are not affected", neither by revoking nor by deleting.
    acm.delete_acme_external_account_binding(AcmeExternalAccountBindingArn=bound)
    assert clients[0].order("example.com").status == 201
    acm.revoke_acme_account(AcmeEndpointArn=endpoint.arn, AccountUrl=clients[0].account)
    clients[0].order("example.com").is_problem("unauthorized", 401)
    with refused("ConflictException", status=400):
        acm.revoke_acme_account(AcmeEndpointArn=endpoint.arn, AccountUrl=clients[0].account)
    assert clients[1].post(clients[1].account, {"status": "deactivated"}).status == 200
    states = {it["AccountUrl"]: it["Status"]
              for it in acm.list_acme_accounts(AcmeEndpointArn=endpoint.arn)["AcmeAccounts"]}
    assert [states[client.account] for client in clients] == ["REVOKED", "DEACTIVATED", "VALID"]
    for call in (acm.describe_acme_account, acm.revoke_acme_account):
        with refused("ResourceNotFoundException", status=400):
            call(AcmeEndpointArn=endpoint.arn, AccountUrl=clients[0].account + "0")
    with refused("ResourceNotFoundException", status=400):
        acm.list_acme_accounts(AcmeEndpointArn=NOWHERE)


def test_tags_are_those_of_acmes_resources(frozen, make_endpoint):
    endpoint = make_endpoint(Tags=[{"Key": "a", "Value": "1"}])
    acm = endpoint.acm
    bound = endpoint.bind(Tags=[{"Key": "a", "Value": "1"}])["AcmeExternalAccountBindingArn"]
    domain = acm.create_acme_domain_validation(
        AcmeEndpointArn=endpoint.arn, DomainName="example.com", PrevalidationOptions=DNS,
        Tags=[{"Key": "a", "Value": "1"}])["AcmeDomainValidationArn"]
    for arn in (endpoint.arn, bound, domain):
        acm.tag_resource(ResourceArn=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "c"}])
        acm.untag_resource(ResourceArn=arn, TagKeys=["a", "absent"])
        assert acm.list_tags_for_resource(ResourceArn=arn)["Tags"] == [
            {"Key": "b", "Value": "2"}, {"Key": "c", "Value": ""}]
        with refused("ValidationException", status=400):
            acm.tag_resource(ResourceArn=arn, Tags=[{"Key": "aws:a", "Value": "1"}])
        with refused("ServiceQuotaExceededException", status=400):
            acm.tag_resource(
                ResourceArn=arn, Tags=[{"Key": f"k{at}", "Value": ""} for at in range(49)])
    acm.untag_resource(ResourceArn=bound, TagKeys=["b", "c"])
    assert not acm.list_tags_for_resource(ResourceArn=bound).get("Tags")
    certificate = acm.request_certificate(DomainName="example.com")["CertificateArn"]
    for call, more in [(acm.tag_resource, {"Tags": [{"Key": "a", "Value": "1"}]}),
                       (acm.untag_resource, {"TagKeys": ["a"]}),
                       (acm.list_tags_for_resource, {})]:
        with refused("ResourceNotFoundException", status=400):
            call(ResourceArn=NOWHERE, **more)
        with refused("ValidationException", status=400):
            call(ResourceArn=certificate, **more)


def test_policies_decide_about_endpoints_and_the_roles_of_bindings(frozen, make_endpoint):
    endpoint = make_endpoint(Tags=[{"Key": "team", "Value": "pki"}])
    iam = frozen.client("iam", account=ACCOUNT)
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = frozen.client("acm", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    with refused("AccessDeniedException", status=400):
        ann.describe_acme_endpoint(AcmeEndpointArn=endpoint.arn)
    statements = [
        {"Effect": "Allow", "Action": "acm:*Acme*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:ResourceTag/team": "pki"}}},
    ]

    def allow():
        iam.put_user_policy(UserName="ann", PolicyName="p", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": statements}))

    allow()
    ann.describe_acme_endpoint(AcmeEndpointArn=endpoint.arn)
    with refused("AccessDeniedException", status=400):
        ann.list_acme_endpoints()
    with refused("AccessDeniedException", status=400, message="iam:PassRole"):
        ann.create_acme_external_account_binding(AcmeEndpointArn=endpoint.arn, RoleArn=ROLE)
    statements.append({
        "Effect": "Allow", "Action": "iam:PassRole", "Resource": ROLE,
        "Condition": {"StringEquals": {"iam:PassedToService": "acm-acme.amazonaws.com"}}})
    allow()
    ann.create_acme_external_account_binding(AcmeEndpointArn=endpoint.arn, RoleArn=ROLE)
