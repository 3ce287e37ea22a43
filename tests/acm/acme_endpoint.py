"""Endpoints of ACME that are ready for clients."""

ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/AcmeIssuanceRole"
PUBLIC = {"PublicCertificateAuthority": {}}


def scope(exact=True, subdomains=False, wildcards=False):
    text = {True: "ENABLED", False: "DISABLED"}
    return {"ExactDomain": text[exact], "Subdomains": text[subdomains],
            "Wildcards": text[wildcards]}


class Endpoint:
    """An active endpoint with a validated domain, and how to get credentials for it."""

    def __init__(self, server, acm, **options):
        self.server, self.acm = server, acm
        self.arn = acm.create_acme_endpoint(
            AuthorizationBehavior="PRE_APPROVED",
            **{"CertificateAuthority": PUBLIC, **options})["AcmeEndpointArn"]
        server.clock(advance="2s")
        self.url = self.describe()["EndpointUrl"]

    def describe(self):
        return self.acm.describe_acme_endpoint(AcmeEndpointArn=self.arn)["AcmeEndpoint"]

    def validate(self, domain, **settings):
        arn = self.acm.create_acme_domain_validation(
            AcmeEndpointArn=self.arn, DomainName=domain,
            PrevalidationOptions={"DnsPrevalidation": {"DomainScope": scope(**settings)}},
        )["AcmeDomainValidationArn"]
        self.server.clock(advance="30s")
        return arn

    def bind(self, role=ROLE, **options):
        return self.acm.create_acme_external_account_binding(
            AcmeEndpointArn=self.arn, RoleArn=role, **options)["ExternalAccountBinding"]

    def credentials(self, **options):
        bound = self.bind(**options)["AcmeExternalAccountBindingArn"]
        return self.acm.get_acme_external_account_binding_credentials(
            AcmeExternalAccountBindingArn=bound)
