"""ACM's remaining operations by boto3, a success and a refusal of each.

Source: [A] of each operation (members, errors); the words of refusals are ours (ACM's README).
"""

import pytest

from expect import refused

ABSENT = "arn:aws:acm:us-east-1:{}:certificate/00000000-0000-0000-0000-000000000000"


@pytest.fixture
def acm(client):
    return client("acm")


@pytest.fixture
def certificate(acm):
    return acm.request_certificate(
        DomainName="www.example.com", ValidationMethod="DNS")["CertificateArn"]


@pytest.mark.parametrize("operation, more", [
    ("add_tags_to_certificate", {"Tags": [{"Key": "a", "Value": "1"}]}),
    ("delete_certificate", {}),
    ("list_tags_for_certificate", {}),
    ("remove_tags_from_certificate", {"Tags": [{"Key": "a"}]}),
])
def test_a_certificate_that_is_not_there(acm, account, operation, more):
    with refused("ResourceNotFoundException", status=400):
        getattr(acm, operation)(CertificateArn=ABSENT.format(account), **more)


def test_tags_lists_and_deletion(acm, certificate):
    tags = [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    acm.add_tags_to_certificate(CertificateArn=certificate, Tags=tags)
    acm.remove_tags_from_certificate(CertificateArn=certificate, Tags=tags[:1])
    assert acm.list_tags_for_certificate(CertificateArn=certificate)["Tags"] == tags[1:]
    with refused("InvalidTagException", "ValidationException", "TagPolicyException"):
        acm.add_tags_to_certificate(
            CertificateArn=certificate, Tags=[{"Key": "aws:a", "Value": "1"}])
    listed = acm.list_certificates(CertificateStatuses=["PENDING_VALIDATION"])
    assert [it["CertificateArn"] for it in listed["CertificateSummaryList"]] == [certificate]
    acm.delete_certificate(CertificateArn=certificate)
    assert acm.list_certificates()["CertificateSummaryList"] == []
    with refused("ValidationException", "InvalidArgsException", status=400):
        acm.list_certificates(NextToken="nonsense")


def test_the_account(acm):
    acm.put_account_configuration(IdempotencyToken="t", ExpiryEvents={"DaysBeforeExpiry": 10})
    assert acm.get_account_configuration()["ExpiryEvents"] == {"DaysBeforeExpiry": 10}
    with refused("ConflictException", "ValidationException", status=400):
        acm.put_account_configuration(
            IdempotencyToken="t", ExpiryEvents={"DaysBeforeExpiry": 11})
