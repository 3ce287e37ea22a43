"""What tests expect of refusals."""

import contextlib

import pytest
from botocore.exceptions import ClientError


@contextlib.contextmanager
def refused(*codes, status=None, message=None):
    """The block's call is refused with one of `codes`; yields the caught error."""
    with pytest.raises(ClientError) as caught:
        yield caught
    answer = caught.value.response
    error = answer.get("Error", {})
    assert error.get("Code") in codes, answer
    if status is not None:
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == status, answer
    if message is not None:
        assert message in error.get("Message", ""), answer
    assert answer["ResponseMetadata"].get("RequestId") or "HostId" in error, answer
