"""Anomalies of a monitor's own expression, told by mail daily and weekly, through boto3.

Sources: API Reference, AnomalySubscription (Frequency: DAILY and WEEKLY are for mail); User Guide,
"Detecting unusual spend with AWS Cost Anomaly Detection". That the week is told on Mondays is ours.
"""

import pytest

ACCOUNT = "444444444444"


@pytest.fixture
def world(own_server):
    own_server.clock(freeze=True)
    # A Wednesday.
    own_server.clock(set="2031-01-01T00:00:00Z")
    return own_server


def test_mail_daily_and_weekly(world):
    ce = world.client("ce", account=ACCOUNT)
    monitor = ce.create_anomaly_monitor(AnomalyMonitor={
        "MonitorName": "secrets", "MonitorType": "CUSTOM", "MonitorSpecification": {
            "Dimensions": {"Key": "SERVICE", "Values": ["AWS Secrets Manager"]}}})["MonitorArn"]
    for frequency, least in (("DAILY", 0.01), ("WEEKLY", 0.01), ("DAILY", 100)):
        ce.create_anomaly_subscription(AnomalySubscription={
            "SubscriptionName": f"{frequency} {least}", "MonitorArnList": [monitor],
            "Frequency": frequency, "Threshold": least, "Subscribers": [
                {"Type": "EMAIL", "Address": f"{frequency.lower()}-{least}@example.com"}]})
    secrets = world.client("secretsmanager", account=ACCOUNT)
    secrets.create_secret(Name="first", SecretString="x")

    def letters():
        return [it["to"] for it in world.ask(f"/_nephele/outbox?account={ACCOUNT}")["letters"]]

    world.clock(set="2031-01-13T00:00:00Z")
    assert letters() == []
    for number in range(4):
        secrets.create_secret(Name=f"more-{number}", SecretString="x")
    world.clock(set="2031-01-15T00:00:00Z")
    # The second day of it goes on with the first: it is told once.
    assert letters() == ["daily-0.01@example.com"]
    [anomaly] = ce.get_anomalies(DateInterval={"StartDate": "2031-01-01"})["Anomalies"]
    assert anomaly["AnomalyStartDate"] == "2031-01-13T00:00:00Z"
    assert anomaly["AnomalyEndDate"] == "2031-01-14T00:00:00Z"
    assert "DimensionValue" not in anomaly
    # Four secrets more at 0.40 a month, for two days; and the four calls that made them. What is
    # expected on the second day has the first in it.
    first = 4 * 0.4 / 31 + 4 * 0.000005
    assert first < anomaly["Impact"]["TotalImpact"] < 2 * first
    assert anomaly["Impact"]["MaxImpact"] == pytest.approx(first, abs=1e-4)
    world.clock(set="2031-01-20T00:00:00Z")
    assert sorted(letters()) == ["daily-0.01@example.com", "weekly-0.01@example.com"]
