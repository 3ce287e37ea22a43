//! Requests of all forms, in one line each, and what they mean. Those of every operation are
//! checked by `tests/routing`.

use http::{HeaderMap, HeaderName};

use super::{Identified, IdentifyError, RequestHead, identify};

/// A request in one line: what differs from an unsigned `GET /` to localhost.
#[derive(Clone, Copy, Default)]
struct Case<'a> {
    method: &'a str,
    host: &'a str,
    uri: &'a str,
    /// Service of the signature's scope.
    signed: &'a str,
    headers: &'a [(&'static str, &'a str)],
    form: &'a str,
}

impl Case<'_> {
    /// `service:Operation protocol path`, or the error.
    fn identify(&self) -> String {
        self.with(|identified| match identified {
            Ok(found) => format!(
                "{}:{} {:?} {}",
                found.service.name, found.operation.name, found.protocol, found.path
            ),
            Err(error) => format!("{error:?}"),
        })
    }

    fn with<T>(&self, read: impl Fn(Result<Identified<'_>, IdentifyError>) -> T) -> T {
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers {
            let value = value.parse().expect("a header's value");
            headers.insert(HeaderName::from_static(name), value);
        }
        if !self.signed.is_empty() {
            let scope = format!(
                "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/{}/aws4_request, Signature=0",
                self.signed
            );
            headers.insert("authorization", scope.parse().expect("a header's value"));
        }
        let uri = if self.uri.is_empty() { "/" } else { self.uri };
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let method = if self.method.is_empty() { "GET" } else { self.method };
        let host = if self.host.is_empty() { "localhost:4566" } else { self.host };
        let form = Some(self.form.as_bytes()).filter(|form| !form.is_empty());
        read(identify(&RequestHead { method, path, query, headers: &headers, host }, form))
    }
}

fn check(case: Case<'_>, expected: &str) {
    assert_eq!(case.identify(), expected);
}

#[test]
fn targets_and_cbor_paths_name_an_operation_outright() {
    let target = |target| [("x-amz-target", target)];
    let post = Case { method: "POST", ..Case::default() };
    let headers = target("AmazonSQS.SendMessage");
    check(Case { headers: &headers, ..post }, "sqs:SendMessage AwsJson1_0 /");
    let headers = target("DynamoDB_20120810.GetItem");
    check(Case { headers: &headers, ..post }, "dynamodb:GetItem AwsJson1_0 /");
    let headers = target("Timestream_20181101.WriteRecords");
    check(Case { headers: &headers, ..post }, "timestream-write:WriteRecords AwsJson1_0 /");
    let headers = [
        ("x-amz-target", "Kinesis_20131202.PutRecord"),
        ("content-type", "application/x-amz-cbor-1.1"),
    ];
    check(Case { headers: &headers, ..post }, "kinesis:PutRecord AwsCbor1_1 /");
    check(Case { headers: &headers[..1], ..post }, "kinesis:PutRecord AwsJson1_1 /");
    let headers = target("AmazonSQS.Nonsense");
    let unknown = "UnknownOperation { service: \"sqs\", protocol: AwsJson1_0 }";
    check(Case { headers: &headers, ..post }, unknown);
    let uri = "/service/GraniteServiceVersion20100801/operation/PutMetricData";
    let headers = [("smithy-protocol", "rpc-v2-cbor")];
    let expected = format!("cloudwatch:PutMetricData RpcV2Cbor {uri}");
    check(Case { uri, headers: &headers, ..post }, &expected);
}

#[test]
fn actions_are_those_of_the_signed_service_or_of_their_version() {
    let post = Case { method: "POST", ..Case::default() };
    let form = "Action=ListQueues&Version=2012-11-05";
    check(Case { signed: "sqs", form, ..post }, "sqs:ListQueues AwsQuery /");
    check(Case { form, ..post }, "sqs:ListQueues AwsQuery /");
    let uri = "/000000000000/queue?Action=SendMessage&MessageBody=a&Version=2012-11-05";
    let expected = "sqs:SendMessage AwsQuery /000000000000/queue";
    check(Case { uri, ..Case::default() }, expected);
    let form = "Version=2011-06-15&Action=AssumeRoleWithWebIdentity&RoleArn=%FF";
    check(Case { form, ..post }, "sts:AssumeRoleWithWebIdentity AwsQuery /");
    let form = "Action=DescribeVpcs&Version=2016-11-15";
    check(Case { signed: "ec2", form, ..post }, "ec2:DescribeVpcs Ec2Query /");
    let form = "Action=DescribeVpcs&Version=2014-02-01";
    check(Case { signed: "ec2", form, ..post }, "ec2:DescribeVpcs Ec2Query /");
    let loads = "elasticloadbalancing";
    let form = "Action=DescribeLoadBalancers&Version=2012-06-01";
    check(Case { signed: loads, form, ..post }, "elb:DescribeLoadBalancers AwsQuery /");
    let form = "Action=DescribeLoadBalancers&Version=2015-12-01";
    check(Case { signed: loads, form, ..post }, "elbv2:DescribeLoadBalancers AwsQuery /");
    let form = "Action=DescribeDBClusters&Version=2014-10-31";
    check(Case { signed: "rds", form, ..post }, "rds:DescribeDBClusters AwsQuery /");
    let headers = [("x-amz-user-agent", "aws-sdk-js/3.0 api/neptune#3.0")];
    let case = Case { signed: "rds", form, headers: &headers, ..post };
    check(case, "neptune:DescribeDBClusters AwsQuery /");
}

#[test]
fn s3_in_path_style_and_in_virtual_hosts() {
    let signed = Case { signed: "s3", ..Case::default() };
    check(signed, "s3:ListBuckets RestXml /");
    check(Case { uri: "/b/k", ..signed }, "s3:GetObject RestXml /b/k");
    check(Case { uri: "/b/k", ..Case::default() }, "s3:GetObject RestXml /b/k");
    for host in ["b.s3.localhost:4566", "b.localhost:4566", "b.s3.us-west-2.amazonaws.com"] {
        check(Case { host, uri: "/k", ..signed }, "s3:GetObject RestXml /b/k");
        check(Case { host, uri: "/", ..Case::default() }, "s3:ListObjects RestXml /b/");
    }
    let uri = "/b/k?X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fs3%2Faws4_request";
    check(Case { uri, method: "PUT", ..Case::default() }, "s3:PutObject RestXml /b/k");
    let uri = "/v20180820/bucket/b/tagging";
    check(Case { uri, ..signed }, "s3:GetObject RestXml /v20180820/bucket/b/tagging");
    let headers = [("x-amz-account-id", "123456789012")];
    let expected = "s3control:GetBucketTagging RestXml /v20180820/bucket/b/tagging";
    check(Case { uri, headers: &headers, ..signed }, expected);
    check(Case { signed: "s3express", ..signed }, "s3:ListDirectoryBuckets RestXml /");
}

#[test]
fn an_html_form_uploads_an_object() {
    let headers = [("content-type", "multipart/form-data; boundary=x")];
    let case = Case { method: "POST", uri: "/b", headers: &headers, ..Case::default() };
    check(case, "s3:PutObject RestXml /b");
    assert!(case.with(|found| found.expect("identified").is_form_upload));
    let plain = Case { method: "PUT", uri: "/b/k", ..Case::default() };
    assert!(!plain.with(|found| found.expect("identified").is_form_upload));
}

#[test]
fn region_and_account_come_from_host_and_path() {
    let read = |case: Case<'_>| {
        case.with(|found| {
            let found = found.expect("identified");
            let region = found.host_region.unwrap_or("-").to_owned();
            (region, found.account.unwrap_or("-").to_owned())
        })
    };
    let expected = |region: &str, account: &str| (region.to_owned(), account.to_owned());
    let queue = Case {
        uri: "/123456789012/q?Action=SendMessage&Version=2012-11-05",
        host: "sqs.us-west-2.localhost",
        ..Case::default()
    };
    assert_eq!(read(queue), expected("us-west-2", "123456789012"));
    let headers = [("x-amz-account-id", "123456789012")];
    let control = Case {
        host: "123456789012.s3-control.us-east-2.amazonaws.com",
        uri: "/v20180820/jobs",
        headers: &headers,
        ..Case::default()
    };
    assert_eq!(read(control), expected("us-east-2", "123456789012"));
}

#[test]
fn what_means_nothing_says_so() {
    check(Case { signed: "nonsense", ..Case::default() }, "UnknownService");
    let unknown = "UnknownOperation { service: \"lambda\", protocol: RestJson1 }";
    check(Case { signed: "lambda", uri: "/nonsense", ..Case::default() }, unknown);
    let deployed = "DataPlane { kind: \"execute-api\", id: \"abc\" }";
    let host = "abc.execute-api.us-east-1.localhost";
    check(Case { host, uri: "/prod/pets", ..Case::default() }, deployed);
    let expected = "apigatewaymanagementapi:PostToConnection RestJson1 /@connections/1";
    let management = Case { method: "POST", host, signed: "execute-api", ..Case::default() };
    let case = Case { uri: "/prod/@connections/1", ..management };
    let identified = case.identify();
    assert!(identified.starts_with("apigatewaymanagementapi:PostToConnection"), "{identified}");
    assert_eq!(identified, expected);
}

#[test]
fn links_in_mails_name_their_operation() {
    let uri = "/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:222222222222:t\
               &Token=abc&Version=2010-03-31";
    check(Case { uri, ..Case::default() }, "sns:ConfirmSubscription AwsQuery /");
    let uri = "/?Action=Unsubscribe&SubscriptionArn=arn:aws:sns:eu-west-1:222222222222:t:1";
    check(Case { uri, ..Case::default() }, "sns:Unsubscribe AwsQuery /");
}
