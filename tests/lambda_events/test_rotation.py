"""Secrets that a function rotates.

Source: Secrets Manager User Guide, "Rotation by Lambda function" (the four steps, the labels),
"Schedule expressions in Secrets Manager rotation"; API Reference, RotateSecret, CancelRotateSecret.
"""

import json

import pytest

from expect import refused

# What AWS's own rotation templates do, against a database that is a table.
ROTATE = """
secrets = boto3.client("secretsmanager")

def handler(event, context):
    secret, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
    stages = secrets.describe_secret(SecretId=secret)["VersionIdsToStages"]
    if "AWSCURRENT" in stages[token]:
        return
    assert "AWSPENDING" in stages[token]
    old = TABLE.get_item(Key={"id": "steps"}).get("Item", {"value": "[]"})
    keep("steps", json.loads(old["value"]) + [step])
    def pending():
        return secrets.get_secret_value(
            SecretId=secret, VersionId=token, VersionStage="AWSPENDING")["SecretString"]
    if step == "createSecret":
        try:
            pending()
        except secrets.exceptions.ResourceNotFoundException:
            password = secrets.get_random_password(ExcludePunctuation=True)["RandomPassword"]
            secrets.put_secret_value(SecretId=secret, ClientRequestToken=token,
                                     SecretString=password, VersionStages=["AWSPENDING"])
    elif step == "setSecret":
        keep("database", pending())
    elif step == "testSecret":
        if json.loads(TABLE.get_item(Key={"id": "database"})["Item"]["value"]) != pending():
            raise RuntimeError("the password does not work")
    elif step == "finishSecret":
        current = next(it for it, labels in stages.items() if "AWSCURRENT" in labels)
        secrets.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token,
            RemoveFromVersionId=current)
"""
STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"]


class Vault:
    def __init__(self, cloud, source=ROTATE):
        self.cloud = cloud
        self.secrets = cloud.client("secretsmanager")
        self.function = cloud.function(source)
        cloud.server.clock(set="2030-01-15T10:30:00Z")
        self.arn = self.secrets.create_secret(Name="db", SecretString="first")["ARN"]

    def allow(self):
        self.cloud.allow("secretsmanager.amazonaws.com", self.arn)

    def rotate(self, **options):
        return self.secrets.rotate_secret(SecretId="db", **options)

    def configure(self, **options):
        rules = options.pop("rules", {"AutomaticallyAfterDays": 10})
        return self.rotate(RotationLambdaARN=self.function, RotationRules=rules, **options)

    def value(self):
        return self.secrets.get_secret_value(SecretId="db")["SecretString"]

    def shown(self):
        return self.secrets.describe_secret(SecretId="db")

    def pass_time(self, much):
        self.cloud.server.clock(advance=much)


@pytest.fixture
def vault(frozen):
    return Vault(frozen)


def test_a_rotation_changes_the_password_where_it_is_used(vault):
    # Acceptance B24: rotated on schedule by a function, credentials really changed.
    vault.allow()
    version = vault.configure()["VersionId"]
    vault.pass_time("1s")
    assert vault.cloud.seen()["steps"] == STEPS
    second = vault.value()
    assert second != "first"
    assert vault.cloud.seen()["database"] == second
    shown = vault.shown()
    assert "AWSCURRENT" in shown["VersionIdsToStages"][version]
    assert shown["RotationEnabled"] is True
    assert shown["RotationLambdaARN"] == vault.function
    assert shown["RotationRules"] == {"AutomaticallyAfterDays": 10}
    assert shown["LastRotatedDate"].isoformat().startswith("2030-01-15T10:30")
    assert shown["NextRotationDate"].isoformat() == "2030-01-25T23:59:59+00:00"
    assert vault.secrets.get_secret_value(
        SecretId="db", VersionStage="AWSPREVIOUS")["SecretString"] == "first"
    vault.pass_time("9d")
    assert vault.value() == second
    vault.pass_time("1d")
    assert vault.value() not in ("first", second)
    assert vault.cloud.seen()["database"] == vault.value()


def test_a_schedule_is_tested_and_waits(vault):
    vault.allow()
    vault.configure(RotateImmediately=False, rules={
        "ScheduleExpression": "cron(0 16 1 * ? *)", "Duration": "2h"})
    vault.pass_time("1s")
    shown = vault.shown()
    # The test's version is gone again.
    assert list(shown["VersionIdsToStages"].values()) == [["AWSCURRENT"]]
    assert shown["NextRotationDate"].isoformat() == "2030-02-01T17:59:59+00:00"
    assert vault.cloud.seen()["steps"] == ["testSecret"]
    vault.cloud.server.clock(set="2030-02-01T15:59:00Z")
    assert vault.value() == "first"
    vault.pass_time("2m")
    assert vault.value() != "first"


def test_a_rotation_that_fails_is_tried_again_and_left(frozen):
    vault = Vault(frozen, ROTATE + """
    if step == "setSecret":
        raise RuntimeError("no database")
""")
    vault.allow()
    version = vault.configure()["VersionId"]
    vault.pass_time("1s")
    with refused("InvalidRequestException", status=400, message="A previous rotation isn't"):
        vault.rotate()
    vault.pass_time("1h")
    steps = frozen.seen()["steps"]
    assert steps == ["createSecret", "setSecret"] * 5
    assert vault.value() == "first"
    assert vault.shown()["VersionIdsToStages"][version] == ["AWSPENDING"]
    assert "LastRotatedDate" not in vault.shown()


def test_a_cancelled_schedule_does_nothing(vault):
    vault.allow()
    vault.configure(RotateImmediately=False)
    vault.pass_time("1s")
    vault.secrets.cancel_rotate_secret(SecretId="db")
    shown = vault.shown()
    assert shown["RotationEnabled"] is False
    assert "NextRotationDate" not in shown
    vault.pass_time("30d")
    assert vault.value() == "first"
    # "To turn on automatic rotation again, call RotateSecret."
    vault.rotate()
    vault.pass_time("1s")
    assert vault.value() != "first"


def test_a_change_by_hand_counts_as_a_rotation(vault):
    # API Reference, RotationRulesType, AutomaticallyAfterDays.
    vault.allow()
    vault.configure(RotateImmediately=False)
    vault.pass_time("5d")
    vault.secrets.put_secret_value(SecretId="db", SecretString="by hand")
    assert vault.shown()["NextRotationDate"].isoformat() == "2030-01-30T23:59:59+00:00"
    vault.pass_time("6d")
    assert vault.value() == "by hand"


def test_what_cannot_rotate_is_refused(vault):
    with refused("InvalidRequestException", status=400,
                 message="No Lambda rotation function ARN is associated with this secret."):
        vault.rotate()
    # Its policy does not let Secrets Manager in.
    with refused("AccessDeniedException", status=400,
                 message="Secrets Manager cannot invoke the specified Lambda function"):
        vault.configure()
    vault.allow()
    with refused("InvalidParameterException"):
        vault.configure(rules={"AutomaticallyAfterDays": 1, "ScheduleExpression": "rate(1 days)"})
    with refused("InvalidParameterException"):
        vault.configure(rules={"ScheduleExpression": "rate(1 hours)"})
    with refused("InvalidRequestException"):
        vault.secrets.cancel_rotate_secret(SecretId="db")
    with refused("ResourceNotFoundException"):
        vault.secrets.rotate_secret(SecretId="none")
    assert "RotationEnabled" not in vault.shown()


def test_a_list_shows_rotation(vault):
    vault.allow()
    vault.configure(RotateImmediately=False)
    listed, = vault.secrets.list_secrets()["SecretList"]
    assert listed["RotationEnabled"] is True
    assert json.dumps(listed["RotationRules"]) == '{"AutomaticallyAfterDays": 10}'
