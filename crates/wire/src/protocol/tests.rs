//! The codecs over real models: what the published cases do not ask for.
//!
//! Expected texts come from the AWS API references of the services named, unless said otherwise.

use bytes::Bytes;
use http::HeaderMap;
use kernel::error::ApiError;
use kernel::value::{Struct, Value};
use world::Timestamp;

use crate::archive::service_entry;
use crate::conformance::collect;
use crate::error::encode_error;
use crate::message::{Request, Response};
use crate::model::{Operation, Protocol, Service};
use crate::protocol::malformed::MAX_DEPTH;
use crate::protocol::{
    decode_request, decode_response, encode_response, streaming_input_member,
    streaming_output_member,
};

fn model(service: &str, operation: &str) -> (&'static Service, &'static Operation) {
    let service = service_entry(service).unwrap().model();
    (service, service.operation(operation).unwrap())
}

struct Sent<'a> {
    target: (&'a str, &'a str, Protocol),
    uri: &'a str,
    headers: &'a [(&'static str, &'static str)],
    body: &'a [u8],
}

impl Default for Sent<'_> {
    fn default() -> Self {
        let target = ("sqs", "SendMessage", Protocol::AwsJson1_0);
        Sent { target, uri: "/", headers: &[], body: b"" }
    }
}

fn send(sent: &Sent<'_>) -> Result<Struct, ApiError> {
    let (service, operation, protocol) = sent.target;
    let (service, operation) = model(service, operation);
    let mut headers = HeaderMap::new();
    for (name, value) in sent.headers {
        headers.append(*name, value.parse().unwrap());
    }
    let (path, query) = sent.uri.split_once('?').unwrap_or((sent.uri, ""));
    let body = Bytes::copy_from_slice(sent.body);
    let request = Request { method: operation.method, path, query, headers: &headers, body: &body };
    decode_request(service, operation, protocol, &request)
}

fn reply(service: &str, operation: &str, protocol: Protocol, output: &Struct) -> Response {
    let (service, operation) = model(service, operation);
    encode_response(service, operation, protocol, output, "id-1")
}

fn failure(service: &str, operation: &str, protocol: Protocol, error: &ApiError) -> Response {
    let (service, operation) = model(service, operation);
    encode_error(Some(service), Some(operation), protocol, error, "id-1")
}

fn text(response: &Response) -> String {
    String::from_utf8(collect(&response.body).to_vec()).unwrap()
}

fn refusal(sent: &Sent<'_>) -> (String, String) {
    let error = send(sent).unwrap_err();
    (error.code().to_owned(), error.message().to_owned())
}

#[test]
fn json_refuses_wrong_types_in_aws_words() {
    let check = |body: &str, message: &str| {
        let (code, found) = refusal(&Sent { body: body.as_bytes(), ..Sent::default() });
        assert_eq!((code.as_str(), found.as_str()), ("SerializationException", message), "{body}");
    };
    check(r#"{"DelaySeconds":"x"}"#, "STRING_VALUE can not be converted to an Integer");
    check(r#"{"QueueUrl":1}"#, "NUMBER_VALUE can not be converted to a String");
    check(r#"{"QueueUrl":true}"#, "TRUE_VALUE can not be converted to a String");
    check(r#"{"QueueUrl":{}}"#, "Start of structure or map found where not expected.");
    check(r#"{"QueueUrl":[]}"#, "Start of list found where not expected");
    check("[]", "Start of list found where not expected");
    check(r#"{"DelaySeconds":99999999999}"#, "NUMBER_VALUE can not be converted to an Integer");
    check(r#"{"DelaySeconds":1.5}"#, "NUMBER_VALUE can not be converted to an Integer");
    check(r#"{"QueueUrl":"a"#, "The JSON document ends too early.");
    check(r#"{"QueueUrl":"a",}"#, "The JSON document is malformed at byte 16.");
    check("{} x", "The JSON document is malformed at byte 3.");
    check(r#"{"QueueUrl":01}"#, "The JSON document is malformed at byte 14.");
    check("{\"QueueUrl\":\"\n\"}", "The JSON document is malformed at byte 13.");
    check(r#"{"QueueUrl":"\ud800"}"#, "The JSON document is malformed at byte 19.");
    let bytes = b"{\"QueueUrl\":\"\xFF\"}";
    let (_, message) = refusal(&Sent { body: bytes, ..Sent::default() });
    assert_eq!(message, "The request body is not valid UTF-8.");
}

#[test]
fn json_takes_what_clients_write() {
    let body =
        br#" {"QueueUrl":"a","QueueUrl":"b","Unknown":{"x":[1,{"y":null}]},"DelaySeconds":null,
        "MessageBody":"\u00e9\ud83d\ude00\/\n"} "#;
    let input = send(&Sent { body, ..Sent::default() }).unwrap();
    assert_eq!(input.str("QueueUrl"), Some("b"), "the last of a repeated key wins");
    assert_eq!(input.str("MessageBody"), Some("é😀/\n"));
    assert_eq!(input.len(), 2);
    assert_eq!(send(&Sent { body: b"", ..Sent::default() }).unwrap(), Struct::new());
}

#[test]
fn nesting_has_a_limit() {
    let deep = |depth: usize| format!("{{\"X\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    let fits = deep(MAX_DEPTH as usize - 1);
    assert!(send(&Sent { body: fits.as_bytes(), ..Sent::default() }).is_ok());
    let body = deep(100_000);
    let (code, _) = refusal(&Sent { body: body.as_bytes(), ..Sent::default() });
    assert_eq!(code, "SerializationException");

    let xml = "<a>".repeat(100_000);
    let target = ("s3", "DeleteObjects", Protocol::RestXml);
    let sent = Sent { target, uri: "/b?delete", body: xml.as_bytes(), ..Sent::default() };
    assert_eq!(refusal(&sent).0, "MalformedXML");

    let cbor = vec![0x81; 100_000];
    let target = ("cloudwatch", "PutMetricData", Protocol::RpcV2Cbor);
    let body = [b"\xA1aX".as_slice(), &cbor].concat();
    let sent = Sent { target, body: &body, ..Sent::default() };
    assert_eq!(refusal(&sent).0, "SerializationException");

    let name = "a.".repeat(100_000) + "=1";
    let target = ("iam", "CreateRole", Protocol::AwsQuery);
    let sent = Sent { target, body: name.as_bytes(), ..Sent::default() };
    assert_eq!(refusal(&sent).0, "MalformedInput");
}

/// What AWS's SDKs for Java send to Kinesis and read from it: times are whole milliseconds.
#[test]
fn cbor_behind_a_target_counts_milliseconds() {
    let target = ("kinesis", "GetShardIterator", Protocol::AwsCbor1_1);
    let body = b"\xBFgShardIdasiTimestamp\xC1\x1B\x00\x00\x01\xB8\xDB\x0E\xD5\xF5\xFF";
    let input = send(&Sent { target, body, ..Sent::default() }).unwrap();
    assert_eq!(input.str("ShardId"), Some("s"));
    let millis = 0x1B8_DB0E_D5F5;
    assert_eq!(input.timestamp("Timestamp"), Some(Timestamp::from_millis(millis)));

    let record = Struct::new()
        .with("Data", Bytes::from_static(b"\0\xFF"))
        .with("ApproximateArrivalTimestamp", Timestamp::from_millis(millis));
    let output = Struct::new().with("Records", Value::List(vec![record.into()]));
    let response = reply("kinesis", "GetRecords", Protocol::AwsCbor1_1, &output);
    assert_eq!(response.headers["content-type"], "application/x-amz-cbor-1.1");
    let expected = [
        b"\xBFgRecords\x81\xBFdDataB\x00\xFFx\x1BApproximateArrivalTimestamp".as_slice(),
        b"\x1B\x00\x00\x01\xB8\xDB\x0E\xD5\xF5\xFF\xFF",
    ];
    assert_eq!(collect(&response.body).to_vec(), expected.concat());
}

#[test]
fn many_map_entries_cost_linear_time() {
    let entries: Vec<String> =
        (0..100_000).map(|at| format!("\"k{}\":{{\"DataType\":\"S\"}}", at % 90_000)).collect();
    let body = format!("{{\"MessageAttributes\":{{{}}}}}", entries.join(","));
    let input = send(&Sent { body: body.as_bytes(), ..Sent::default() }).unwrap();
    assert_eq!(input.structure("MessageAttributes").unwrap().len(), 90_000);
}

#[test]
fn sqs_speaks_query_with_its_own_names() {
    let body = b"Action=SendMessageBatch&Version=2012-11-05&QueueUrl=http%3A%2F%2Fh%2Fq\
        &SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x+y\
        &SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n\
        &SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String\
        &SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=v\
        &SendMessageBatchRequestEntry.10.Id=c&SendMessageBatchRequestEntry.2.Id=b";
    let target = ("sqs", "SendMessageBatch", Protocol::AwsQuery);
    let input = send(&Sent { target, body, ..Sent::default() }).unwrap();
    let entries = input.list("Entries").unwrap();
    let ids: Vec<&str> = entries.iter().filter_map(|entry| entry.as_struct()?.str("Id")).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    let first = entries[0].as_struct().unwrap();
    assert_eq!(first.str("MessageBody"), Some("x y"));
    let attribute = first.structure("MessageAttributes").unwrap().structure("n").unwrap();
    assert_eq!(attribute.str("StringValue"), Some("v"));

    let attributes = Struct::new().with("DelaySeconds", "0");
    let output = Struct::new().with("Attributes", attributes);
    let response = reply("sqs", "GetQueueAttributes", Protocol::AwsQuery, &output);
    assert_eq!(
        text(&response),
        "<GetQueueAttributesResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">\
         <GetQueueAttributesResult><Attribute><Name>DelaySeconds</Name><Value>0</Value>\
         </Attribute></GetQueueAttributesResult><ResponseMetadata><RequestId>id-1</RequestId>\
         </ResponseMetadata></GetQueueAttributesResponse>"
    );
    let output = Struct::new().with("QueueUrls", vec!["u1", "u2"]);
    let response = reply("sqs", "ListQueues", Protocol::AwsQuery, &output);
    assert!(text(&response).contains("<QueueUrl>u1</QueueUrl><QueueUrl>u2</QueueUrl>"));
}

#[test]
fn sqs_errors_in_both_protocols() {
    let error = ApiError::new("QueueDoesNotExist", "The specified queue does not exist.");
    let response = failure("sqs", "SendMessage", Protocol::AwsJson1_0, &error);
    assert_eq!(response.status, 400);
    assert_eq!(response.headers["x-amzn-requestid"], "id-1");
    let query = "AWS.SimpleQueueService.NonExistentQueue;Sender";
    assert_eq!(response.headers["x-amzn-query-error"], query);
    let kind = "com.amazonaws.sqs#QueueDoesNotExist";
    let message = "The specified queue does not exist.";
    let expected = format!("{{\"__type\":\"{kind}\",\"message\":\"{message}\"}}");
    assert_eq!(text(&response), expected);
    let response = failure("sqs", "SendMessage", Protocol::AwsQuery, &error);
    assert_eq!(
        text(&response),
        "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error>\
         <Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>\
         <Message>The specified queue does not exist.</Message></Error>\
         <RequestId>id-1</RequestId></ErrorResponse>"
    );
    let unknown = ApiError::internal();
    let response = failure("sqs", "SendMessage", Protocol::AwsJson1_0, &unknown);
    assert_eq!(response.status, 500);
    assert!(text(&response).starts_with(r#"{"__type":"com.amazonaws.sqs#InternalFailure""#));
    assert_eq!(response.headers["x-amzn-query-error"], "InternalFailure;Receiver");
}

#[test]
fn errors_in_the_other_protocols() {
    let error = ApiError::new("ResourceNotFoundException", "Function not found: f")
        .with_status(404)
        .with_member("Type", "User");
    let response = failure("lambda", "GetFunction", Protocol::RestJson1, &error);
    assert_eq!(response.status, 404);
    assert_eq!(response.headers["x-amzn-errortype"], "ResourceNotFoundException");
    assert_eq!(text(&response), r#"{"Message":"Function not found: f","Type":"User"}"#);

    let error = ApiError::new("InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist");
    let response = failure("ec2", "DescribeInstances", Protocol::Ec2Query, &error);
    assert_eq!(
        text(&response),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>\
         <Code>InvalidInstanceID.NotFound</Code>\
         <Message>The instance ID 'i-1' does not exist</Message></Error></Errors>\
         <RequestID>id-1</RequestID></Response>"
    );

    let error = ApiError::new("NoSuchBucket", "The specified bucket does not exist")
        .with_status(404)
        .with_member("BucketName", "b<");
    let response = failure("s3", "ListObjectsV2", Protocol::RestXml, &error);
    assert_eq!(response.status, 404);
    assert_eq!(response.headers["x-amz-request-id"], "id-1");
    let found = text(&response);
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchBucket</Code>\
         <Message>The specified bucket does not exist</Message><BucketName>b&lt;</BucketName>\
         <RequestId>id-1</RequestId><HostId>";
    assert!(found.starts_with(expected), "{found}");
    let response = failure("s3", "HeadObject", Protocol::RestXml, &error);
    assert!(response.body.is_empty(), "HEAD has no body");
    assert!(!response.headers.contains_key("content-type"));

    let error = ApiError::new("NoSuchHostedZone", "none").with_status(404);
    let found = text(&failure("route53", "GetHostedZone", Protocol::RestXml, &error));
    assert!(found.starts_with("<ErrorResponse xmlns=\"https://route53.amazonaws.com/doc/"));

    let response = encode_error(None, None, Protocol::AwsJson1_1, &ApiError::internal(), "id-1");
    assert!(text(&response).starts_with(r#"{"__type":"InternalFailure","message":"#));
}

#[test]
fn s3_lists_under_its_own_root() {
    let object = Struct::new()
        .with("Key", "a&\u{1}")
        .with("LastModified", Timestamp::from_secs(1_398_796_238))
        .with("Size", Value::Int(3));
    let output = Struct::new()
        .with("Name", "b")
        .with("IsTruncated", false)
        .with("Contents", Value::List(vec![object.clone().into(), object.into()]));
    let found = text(&reply("s3", "ListObjectsV2", Protocol::RestXml, &output));
    assert!(found.contains("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"));
    let one = "<Contents><Key>a&amp;&#x1;</Key>\
               <LastModified>2014-04-29T18:30:38.000Z</LastModified>\
               <Size>3</Size></Contents>";
    assert!(found.contains(&one.repeat(2)), "{found}");

    let output = Struct::new().with("LocationConstraint", "eu-west-1");
    let found = text(&reply("s3", "GetBucketLocation", Protocol::RestXml, &output));
    assert!(found.ends_with(
        "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1\
         </LocationConstraint>"
    ));
    let (service, operation) = model("s3", "GetBucketLocation");
    let read = decode_response(
        service,
        operation,
        Protocol::RestXml,
        200,
        &HeaderMap::new(),
        &Bytes::from(found.into_bytes()),
    );
    assert_eq!(read.unwrap(), output);
}

#[test]
fn s3_reads_documents_and_headers() {
    let grantee = b"<AccessControlPolicy><AccessControlList><Grant><Grantee \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">\
        <ID>1</ID></Grantee><Permission>READ</Permission></Grant></AccessControlList>\
        </AccessControlPolicy>";
    let target = ("s3", "PutBucketAcl", Protocol::RestXml);
    let sent = Sent { target, uri: "/b?acl", body: grantee, ..Sent::default() };
    let input = send(&sent).unwrap();
    let policy = input.structure("AccessControlPolicy").unwrap();
    let grant = policy.list("Grants").unwrap()[0].as_struct().unwrap();
    assert_eq!(grant.structure("Grantee").unwrap().str("Type"), Some("CanonicalUser"));

    let target = ("s3", "PutObject", Protocol::RestXml);
    let headers = [("x-amz-meta-A", "1"), ("x-amz-meta-b", "x"), ("content-encoding", "gzip")];
    let body = [0x1F, 0x8B, 0];
    let input =
        send(&Sent { target, uri: "/b/k%20/%2F?x-id=PutObject", headers: &headers, body: &body });
    let input = input.unwrap();
    assert_eq!(input.str("Key"), Some("k //"));
    assert_eq!(input.str("ContentEncoding"), Some("gzip"));
    assert_eq!(input.structure("Metadata").unwrap().str("a"), Some("1"));
    assert_eq!(input.get("Body"), None, "streamed, not decoded");

    let target = ("s3", "ListObjectsV2", Protocol::RestXml);
    let sent = Sent { target, uri: "/b?list-type=2&max-keys=abc", ..Sent::default() };
    let error = send(&sent).unwrap_err();
    assert_eq!(error.code(), "InvalidArgument");
    assert_eq!(error.message(), "Provided max-keys not an integer or within integer range");
    assert_eq!(error.members().str("ArgumentValue"), Some("abc"));
}

#[test]
fn xml_does_not_expand() {
    let check = |body: &str| {
        let target = ("s3", "DeleteObjects", Protocol::RestXml);
        let sent = Sent { target, uri: "/b?delete", body: body.as_bytes(), ..Sent::default() };
        assert_eq!(refusal(&sent).0, "MalformedXML", "{body}");
    };
    check("<!DOCTYPE a [<!ENTITY x \"y\">]><Delete><Object><Key>&x;</Key></Object></Delete>");
    check("<Delete><Object><Key>&x;</Key></Object></Delete>");
    check("<Delete><Object><Key>a</Object></Delete>");
    check("<Delete></Delete><Delete></Delete>");
    check("x");
    check("<Delete><Quiet>maybe</Quiet></Delete>");
    check("<Delete><Object><Key><a/></Key></Object></Delete>");
}

#[test]
fn ec2_names_and_numbers() {
    let body = b"Action=RunInstances&Version=2016-11-15&MinCount=1&MaxCount=2\
        &SecurityGroupId.1=sg-1&BlockDeviceMapping.1.Ebs.VolumeSize=8&DryRun=true\
        &TagSpecification.1.Tag.1.Key=k";
    let target = ("ec2", "RunInstances", Protocol::Ec2Query);
    let input = send(&Sent { target, body, ..Sent::default() }).unwrap();
    assert_eq!(input.int("MaxCount"), Some(2));
    assert_eq!(input.bool("DryRun"), Some(true));
    assert_eq!(input.list("SecurityGroupIds").unwrap(), [Value::from("sg-1")]);
    let mapping = input.list("BlockDeviceMappings").unwrap()[0].as_struct().unwrap();
    assert_eq!(mapping.structure("Ebs").unwrap().int("VolumeSize"), Some(8));
    assert!(input.list("TagSpecifications").is_some());

    let body = b"Action=RunInstances&MinCount=x";
    let (code, message) = refusal(&Sent { target, body, ..Sent::default() });
    assert_eq!(code, "InvalidParameterValue");
    assert_eq!(message, "Value (x) for parameter MinCount is invalid. Expecting integer.");

    let output = Struct::new().with("VolumeId", "vol-1").with("Size", Value::Int(8));
    let found = text(&reply("ec2", "CreateVolume", Protocol::Ec2Query, &output));
    assert!(found.contains("<requestId>id-1</requestId>"), "{found}");
    assert!(found.contains("<volumeId>vol-1</volumeId>"), "{found}");
    let found = text(&reply("ec2", "DeleteVolume", Protocol::Ec2Query, &Struct::new()));
    assert!(found.contains("<return>true</return>"), "{found}");
}

#[test]
fn replies_without_output_and_streams() {
    let response = reply("sqs", "DeleteMessage", Protocol::AwsJson1_0, &Struct::new());
    assert!(response.body.is_empty());
    let response = reply("sqs", "ListQueues", Protocol::AwsJson1_0, &Struct::new());
    assert_eq!(text(&response), "{}");
    assert_eq!(response.headers["content-type"], "application/x-amz-json-1.0");
    let response = reply("lambda", "DeleteAlias", Protocol::RestJson1, &Struct::new());
    assert_eq!(response.status, 204);
    assert!(response.body.is_empty());

    let (service, operation) = model("s3", "PutObject");
    assert_eq!(streaming_input_member(service, operation).unwrap().name, "Body");
    let (service, operation) = model("s3", "GetObject");
    assert_eq!(streaming_output_member(service, operation).unwrap().name, "Body");
    assert!(streaming_input_member(service, operation).is_none());

    let output = Struct::new()
        .with("Body", kernel::body::Body::from(Bytes::from_static(b"abc")))
        .with("ContentType", "text/x")
        .with("ETag", "\"e\"")
        .with("Metadata", Struct::new().with("k", "v"));
    let response = reply("s3", "GetObject", Protocol::RestXml, &output);
    assert_eq!(text(&response), "abc");
    assert_eq!(response.headers["content-type"], "text/x");
    assert_eq!(response.headers["etag"], "\"e\"");
    assert_eq!(response.headers["x-amz-meta-k"], "v");
}

#[test]
fn unions_have_one_member() {
    let target = ("dynamodb", "GetItem", Protocol::AwsJson1_0);
    let check = |key: &str, is_right: bool| {
        let body = format!("{{\"TableName\":\"t\",\"Key\":{{\"k\":{key}}}}}");
        let result = send(&Sent { target, body: body.as_bytes(), ..Sent::default() });
        assert_eq!(result.is_ok(), is_right, "{key}");
    };
    check(r#"{"S":"a"}"#, true);
    // DynamoDB's own model does not mark its attribute values as a union: it checks them itself.
    check(r#"{"S":"a","N":"1"}"#, true);

    let target = ("rds-data", "ExecuteStatement", Protocol::RestJson1);
    let check = |value: &str, is_right: bool| {
        let body = format!(
            "{{\"resourceArn\":\"a\",\"secretArn\":\"b\",\"sql\":\"c\",\
             \"parameters\":[{{\"name\":\"n\",\"value\":{value}}}]}}"
        );
        let sent = Sent { target, uri: "/Execute", body: body.as_bytes(), ..Sent::default() };
        assert_eq!(send(&sent).is_ok(), is_right, "{value}");
    };
    check(r#"{"longValue":1}"#, true);
    check(r#"{"longValue":1,"isNull":null}"#, true);
    check(r#"{"longValue":1,"isNull":true}"#, false);
    check("{}", false);
}
