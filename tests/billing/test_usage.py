"""What single services meter, in AWS's usage types; quantities worked out from their pricing pages.

Prices are those of the list (crates/billing/prices), whose head says where each is from.
"""

import csv
import io
import json
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from trails import make_trail

ACCOUNT = "111111111111"


@pytest.fixture
def server(own_server):
    own_server.clock(freeze=True)
    own_server.clock(set="2031-01-01T00:00:00Z")
    return own_server


def lines(server, service, month="2031-01"):
    answer = server.ask(f"/_nephele/bill?account={ACCOUNT}&month={month}")
    every = [line for group in answer["groups"] for line in group["lines"]]
    return {line["usage_type"]: (line["quantity"], line["cost"])
            for line in every if line["service"] == service}


def test_actions_of_experiments_are_billed_by_the_minute(server):
    """AWS FIS pricing: $0.10 an action-minute; two of five minutes, one stopped after two."""
    fis = server.client("fis", ACCOUNT)
    five = {"actionId": "aws:fis:wait", "parameters": {"duration": "PT5M"}}

    def start(actions):
        template = fis.create_experiment_template(
            description="d", roleArn=f"arn:aws:iam::{ACCOUNT}:role/fis",
            stopConditions=[{"source": "none"}], actions=actions, targets={})
        made = template["experimentTemplate"]["id"]
        return fis.start_experiment(experimentTemplateId=made)["experiment"]["id"]
    start({"one": five, "two": five})
    server.clock(advance="10m")
    assert lines(server, "fis") == {"USE1-Action-Minutes": ("10", "1")}
    stopped = start({"long": {"actionId": "aws:fis:wait", "parameters": {"duration": "PT1H"}}})
    server.clock(advance="2m")
    fis.stop_experiment(id=stopped)
    server.clock(advance="1m")
    assert lines(server, "fis") == {"USE1-Action-Minutes": ("12", "1.2")}


def test_archives_in_vaults_are_billed_with_their_overhead_and_their_retrievals(server):
    """Amazon S3 Glacier pricing: 32 KB more an archive, which is paid for 90 days at least; bulk
    retrievals are free."""
    glacier = server.client("glacier", ACCOUNT)
    glacier.create_vault(vaultName="photos")
    size = 1024 ** 2 - 32 * 1024  # a MiB with the overhead
    archive = glacier.upload_archive(vaultName="photos", body=b"x" * size)["archiveId"]
    glacier.initiate_job(vaultName="photos", jobParameters={
        "Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Bulk"})
    glacier.initiate_job(vaultName="photos", jobParameters={
        "Type": "archive-retrieval", "ArchiveId": archive, "Tier": "Standard"})
    server.clock(set="2031-02-01T00:00:00Z")
    found = lines(server, "glacier")
    assert found["Requests-Tier1"] == ("1", "0.00003")
    assert found["Requests-Bulk"] == ("1", "0")
    assert found["Requests-Standard"] == ("1", "0.00003")
    assert found["TimedStorage-ByteHrs"][0] == "0.0009765625"
    assert float(found["Bulk-Retrieval-Bytes"][0]) == pytest.approx(size / 1024 ** 3, abs=1e-10)
    glacier.delete_archive(vaultName="photos", archiveId=archive)
    found = lines(server, "glacier", "2031-02")
    # 59 of 90 days are left, of a month of 28 days.
    assert float(found["EarlyDelete-ByteHrs"][0]) == pytest.approx(59 / 28 / 1024, rel=1e-6)
    server.clock(set="2031-03-15T00:00:00Z")
    assert "TimedStorage-ByteHrs" not in lines(server, "glacier", "2031-03")


def test_private_authorities_cost_by_the_month_and_certificates_each(server):
    """AWS Private CA pricing: $400 and $50 (short-lived) a month, $0.75 a certificate."""
    pca = server.client("acm-pca", ACCOUNT)

    def create(mode):
        return pca.create_certificate_authority(
            CertificateAuthorityType="ROOT", UsageMode=mode,
            CertificateAuthorityConfiguration={
                "KeyAlgorithm": "EC_prime256v1", "SigningAlgorithm": "SHA256WITHECDSA",
                "Subject": {"CommonName": mode}})["CertificateAuthorityArn"]
    arn, brief = create("GENERAL_PURPOSE"), create("SHORT_LIVED_CERTIFICATE")
    server.clock(advance="1m")
    csr = pca.get_certificate_authority_csr(CertificateAuthorityArn=arn)["Csr"].encode()
    root = pca.issue_certificate(
        CertificateAuthorityArn=arn, Csr=csr, SigningAlgorithm="SHA256WITHECDSA",
        TemplateArn="arn:aws:acm-pca:::template/RootCACertificate/V1",
        Validity={"Type": "DAYS", "Value": 3650})["CertificateArn"]
    server.clock(advance="1m")
    got = pca.get_certificate(CertificateAuthorityArn=arn, CertificateArn=root)
    pca.import_certificate_authority_certificate(
        CertificateAuthorityArn=arn, Certificate=got["Certificate"])
    key = ec.generate_private_key(ec.SECP256R1())
    asked = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, "www.example.com")])).sign(key, hashes.SHA256())
    pca.issue_certificate(
        CertificateAuthorityArn=arn, SigningAlgorithm="SHA256WITHECDSA",
        Csr=asked.public_bytes(serialization.Encoding.PEM),
        Validity={"Type": "DAYS", "Value": 30})
    server.clock(set="2031-01-16T12:00:00Z")
    # Half of January: 372 of 744 hours.
    pca.delete_certificate_authority(CertificateAuthorityArn=brief)
    server.clock(set="2031-02-01T00:00:00Z")
    found = lines(server, "acm-pca")
    assert found["USE1-PaidPrivateCA"] == ("1", "400")
    assert found["USE1-ShortLivedCertificatePrivateCA"] == ("0.5", "25")
    assert found["USE1-PrivateCertificatesIssued"] == ("2", "1.5")


def test_a_trails_data_events_and_further_copies_are_billed(server):
    """AWS CloudTrail pricing: the first copy of management events is free, the second $2.00 per
    100,000; data events $0.10 per 100,000."""
    first = make_trail(server, ACCOUNT, bucket="logs-one", name="first")
    make_trail(server, ACCOUNT, bucket="logs-two", name="second")
    trail = server.client("cloudtrail", ACCOUNT)
    trail.put_event_selectors(TrailName=first, EventSelectors=[{
        "ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [
            {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::ledgers/"]}]}])
    s3 = server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="ledgers")
    for number in range(7):
        s3.put_object(Bucket="ledgers", Key=str(number), Body=b"x")
    server.clock(advance="15m")
    found = lines(server, "cloudtrail")
    assert found["USE1-DataEventsRecorded"] == ("7", "0.000007")
    free, paid = (found[f"USE1-{kind}EventsRecorded"] for kind in ("Free", "Paid"))
    assert int(free[0]) > 0 and free[1] == "0"
    assert int(paid[0]) > 0 and float(paid[1]) == pytest.approx(int(paid[0]) * 0.00002)


def test_a_query_over_an_object_is_billed_by_what_it_scans_and_returns(server):
    """Amazon S3 pricing, S3 Select: $0.002 a GB scanned, $0.0007 a GB returned (us-east-1)."""
    s3 = server.client("s3", ACCOUNT)
    s3.create_bucket(Bucket="tables")
    text = "id,name\n" + "".join(f"{number},someone\n" for number in range(1000))
    s3.put_object(Bucket="tables", Key="people.csv", Body=text.encode())
    answer = s3.select_object_content(
        Bucket="tables", Key="people.csv", ExpressionType="SQL",
        Expression="SELECT s.id FROM s3object s WHERE s.id = '7'",
        InputSerialization={"CSV": {"FileHeaderInfo": "USE"}}, OutputSerialization={"CSV": {}})
    events = list(answer["Payload"])
    stats = next(event["Stats"]["Details"] for event in events if "Stats" in event)
    assert stats["BytesScanned"] == len(text) and stats["BytesReturned"] == 2
    found = lines(server, "s3")
    assert float(found["Select-Scanned-Bytes"][0]) == pytest.approx(len(text) / 1024 ** 3, rel=1e-4)
    assert float(found["Select-Returned-Bytes"][0]) == pytest.approx(2 / 1024 ** 3, rel=0.05)


def test_price_lists_are_files(server):
    """Billing User Guide, "Reading the price list files": JSON, and CSV with five lines before the
    columns."""
    pricing = server.client("pricing", ACCOUNT)
    found = pricing.list_price_lists(
        ServiceCode="AmazonS3", EffectiveDate="2031-01-01T00:00:00Z", CurrencyCode="USD",
        RegionCode="us-east-1")["PriceLists"]
    arn = found[0]["PriceListArn"]

    def fetch(form):
        url = pricing.get_price_list_file_url(PriceListArn=arn, FileFormat=form)["Url"]
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read().decode()
    offer = json.loads(fetch("json"))
    assert offer["offerCode"] == "AmazonS3" and offer["formatVersion"] == "v1.0"
    sku = next(sku for sku, product in offer["products"].items()
               if product["attributes"]["usagetype"] == "Requests-Tier1")
    term = next(iter(offer["terms"]["OnDemand"][sku].values()))
    rate = next(iter(term["priceDimensions"].values()))
    assert rate["pricePerUnit"] == {"USD": "0.000005"}
    rows = list(csv.reader(io.StringIO(fetch("csv"))))
    assert [row[0] for row in rows[:5]] == [
        "FormatVersion", "Disclaimer", "Publication Date", "Version", "OfferCode"]
    table = [dict(zip(rows[5], row)) for row in rows[6:]]
    assert {row["SKU"] for row in table} == set(offer["products"])
    tiers = [row for row in table if row["usagetype"] == "TimedStorage-ByteHrs"]
    assert [row["PricePerUnit"] for row in tiers] == ["0.023", "0.022", "0.021"]
