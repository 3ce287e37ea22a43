"""PynamoDB: a client library with conditions, indexes and transactions of its own."""

import pytest
from pynamodb.attributes import (
    ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute,
    VersionAttribute)
from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PutError, TransactWriteError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite


@pytest.fixture
def thread(endpoint, account, name, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", account)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    class BySubject(GlobalSecondaryIndex):
        class Meta:
            index_name = "by-subject"
            projection = AllProjection()
        subject = UnicodeAttribute(hash_key=True)

    class Thread(Model):
        class Meta:
            table_name = name
            host = endpoint
            region = "us-east-1"
            billing_mode = "PAY_PER_REQUEST"
        forum = UnicodeAttribute(hash_key=True)
        number = NumberAttribute(range_key=True)
        subject = UnicodeAttribute(null=True)
        views = NumberAttribute(default=0)
        tags = UnicodeSetAttribute(null=True)
        notes = ListAttribute(null=True)
        info = MapAttribute(null=True)
        version = VersionAttribute()
        by_subject = BySubject()

    Thread.create_table(wait=True)
    return Thread


def test_save_get_query_and_index(thread):
    for number in range(30):
        thread("news", number, subject=f"s{number % 3}", tags={"a", str(number)}).save()
    got = thread.get("news", 7)
    assert (got.subject, got.tags, got.version) == ("s1", {"a", "7"}, 1)
    found = thread.query("news", thread.number.between(10, 13), thread.subject == "s1", limit=5)
    assert [it.number for it in found] == [10, 13]
    assert thread.by_subject.count("s2") == 10
    with thread.batch_write() as batch:
        for number in range(30, 60):
            batch.save(thread("news", number))
    assert thread.count("news") == 60
    with pytest.raises(DoesNotExist):
        thread.get("news", 99)


def test_versions_keep_writers_apart(thread):
    one = thread("news", 1)
    one.save()
    two = thread.get("news", 1)
    one.update(actions=[thread.views.set(thread.views + 1), thread.notes.set(["x"])])
    with pytest.raises(PutError) as caught:
        two.save()
    assert caught.value.cause_response_code == "ConditionalCheckFailedException"
    one.refresh()
    assert (one.views, one.notes, one.version) == (1, ["x"], 2)


def test_transactions(thread, endpoint):
    thread("news", 1).save()
    connection = Connection(region="us-east-1", host=endpoint)
    with pytest.raises(TransactWriteError) as caught:
        with TransactWrite(connection=connection) as transaction:
            transaction.save(thread("news", 2))
            transaction.condition_check(thread, "news", 1, condition=thread.views > 5)
    # PynamoDB sends condition checks first.
    reasons = caught.value.cancellation_reasons
    assert [reason and reason.code for reason in reasons] == ["ConditionalCheckFailed", None]
    with TransactWrite(connection=connection) as transaction:
        transaction.save(thread("news", 2))
        transaction.delete(thread.get("news", 1))
    assert [it.number for it in thread.query("news")] == [2]
