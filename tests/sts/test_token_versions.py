"""Tokens of the global endpoint, and where they are valid.

Source: IAM API Reference, SetSecurityTokenServicePreferences ("Version 1 tokens are valid only in
AWS Regions that are available by default"); IAM User Guide, "Managing AWS STS in an AWS Region". A
request is the global endpoint's when its host is `sts.` and no region.
"""

from sts.conftest import keys_of

from expect import refused
from servers import make_client


def test_versions(client, account, endpoint, localhost_names):
    iam = client("iam")
    globally = f"http://sts.localhost:{endpoint.rsplit(':', 1)[1]}"
    sts = make_client(globally, "sts", account)

    def in_region(region, keys):
        return make_client(endpoint, "sqs", *keys, region=region).list_queues()
    assert iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"] == 1
    first = keys_of(sts.get_session_token())
    in_region("eu-west-1", first)
    with refused("InvalidClientTokenId", status=403):
        in_region("ap-east-1", first)
    # Those of a region's endpoint are valid everywhere.
    in_region("ap-east-1", keys_of(client("sts").get_session_token()))
    iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v2Token")
    assert iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"] == 2
    second = keys_of(sts.get_session_token())
    in_region("ap-east-1", second)
    assert first.token.startswith("FwoGZXIvYXdz") and not second.token.startswith("Fwo")
    assert len(second.token) > len(first.token)
    with refused("ValidationError"):
        iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v3Token")
    # "The STS global endpoint is not supported for AssumeRoot."
    with refused("InvalidAction"):
        sts.assume_root(TargetPrincipal="999999999999", TaskPolicyArn={
            "arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})
