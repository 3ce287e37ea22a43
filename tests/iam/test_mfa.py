"""Virtual MFA devices: real codes, which the world's clock judges.

Source: IAM User Guide, "Assign a virtual MFA device" and "Secure API access with MFA"; RFC 6238.
"""

import base64
import datetime

from iam.documents import allow, document, totp, trust

from expect import refused

ACCOUNT = "123456123456"


def test_a_session_with_a_code(own_server):
    iam = own_server.client("iam", account=ACCOUNT)
    iam.create_user(UserName="ann")
    has_mfa = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    iam.put_user_policy(UserName="ann", PolicyName="p",
                        PolicyDocument=document(allow("sqs:*", Condition=has_mfa)))
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
    serial = device["SerialNumber"]
    assert serial == f"arn:aws:iam::{ACCOUNT}:mfa/phone"
    seed = base64.b32decode(device["Base32StringSeed"])
    now = datetime.datetime.fromisoformat(own_server.clock()["now"]).timestamp()
    codes = [totp(seed, now + 30 * step) for step in range(6)]
    with refused("InvalidAuthenticationCode", status=403):
        iam.enable_mfa_device(UserName="ann", SerialNumber=serial,
                              AuthenticationCode1=codes[1], AuthenticationCode2=codes[0])
    iam.enable_mfa_device(UserName="ann", SerialNumber=serial,
                          AuthenticationCode1=codes[0], AuthenticationCode2=codes[1])
    assert iam.list_mfa_devices(UserName="ann")["MFADevices"][0]["SerialNumber"] == serial
    assert iam.get_account_summary()["SummaryMap"]["MFADevicesInUse"] == 1
    with refused("DeleteConflict", status=409):
        iam.delete_virtual_mfa_device(SerialNumber=serial)

    key = iam.create_access_key(UserName="ann")["AccessKey"]
    keys = {"account": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    with refused("AccessDenied", status=403):
        own_server.client("sqs", **keys).list_queues()
    sts = own_server.client("sts", **keys)
    # A code is good for one use, and the device's second code was used when it was enabled.
    with refused("AccessDenied", status=403, message="MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=codes[1])
    own_server.clock(advance="60s")
    found = sts.get_session_token(SerialNumber=serial, TokenCode=codes[2])["Credentials"]
    client_of(own_server, found).list_queues()
    with refused("AccessDenied", status=403, message="MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=codes[2])
    with refused("AccessDenied", status=403, message="MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode="000000")
    plain = sts.get_session_token()["Credentials"]
    with refused("AccessDenied", status=403):
        client_of(own_server, plain).list_queues()


def client_of(server, found, service="sqs"):
    return server.client(service, account=found["AccessKeyId"], secret=found["SecretAccessKey"],
                         token=found["SessionToken"])


def test_a_role_that_wants_a_code(own_server):
    # IAM User Guide, "Example scenario: MFA protection for cross-account delegation".
    iam = own_server.client("iam", account=ACCOUNT)
    role = iam.create_role(RoleName="guarded", AssumeRolePolicyDocument=trust(
        {"AWS": ACCOUNT}, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))["Role"]
    iam.create_user(UserName="ann")
    iam.put_user_policy(UserName="ann", PolicyName="p",
                        PolicyDocument=document(allow("sts:AssumeRole", role["Arn"])))
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]
    seed, serial = base64.b32decode(device["Base32StringSeed"]), device["SerialNumber"]
    now = datetime.datetime.fromisoformat(own_server.clock()["now"]).timestamp()
    iam.enable_mfa_device(UserName="ann", SerialNumber=serial, AuthenticationCode1=totp(seed, now),
                          AuthenticationCode2=totp(seed, now + 30))
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    sts = own_server.client("sts", account=key["AccessKeyId"], secret=key["SecretAccessKey"])
    wish = {"RoleArn": role["Arn"], "RoleSessionName": "me"}
    with refused("AccessDenied", status=403,
                 message="is not authorized to perform: sts:AssumeRole"):
        sts.assume_role(**wish)
    own_server.clock(advance="60s")
    found = sts.assume_role(SerialNumber=serial, TokenCode=totp(seed, now + 60), **wish)
    me = client_of(own_server, found["Credentials"], "sts").get_caller_identity()
    assert me["Arn"].endswith("assumed-role/guarded/me")
