//! The figures that CloudFormation documents, each with its source, and our own bounds.
//!
//! Sources: [Q] "Understand CloudFormation quotas" (User Guide), [A] API Reference (the model of
//! botocore), [C] "Custom resources" (User Guide).

/// [A] TemplateBody: "minimum length of 1 byte and a maximum length of 51,200 bytes".
pub const TEMPLATE_BODY_BYTES_MAX: usize = 51_200;
/// [A] TemplateURL: "max size: 1 MB".
pub const TEMPLATE_URL_BYTES_MAX: u64 = 1_048_576;
/// [A] StackPolicyBody: "maximum length of 16,384 bytes".
pub const STACK_POLICY_BYTES_MAX: usize = 16_384;
/// [Q] Stacks of an account in a region.
pub const STACKS_MAX: usize = 2_000;
/// [Q] Outputs of a stack; the template's own bound is the template's.
pub const OUTPUTS_MAX: i64 = 200;
/// [A] DescribeStacks and others: "The output is paginated"; the size of a page is ours.
pub const PAGE_MAX: usize = 100;
/// [A] Tags: "A maximum number of 50 tags can be specified".
pub const TAGS_MAX: usize = 50;
/// [A] NotificationARNs: "Array Members: Maximum number of 5 items".
pub const NOTIFICATIONS_MAX: usize = 5;
/// [A] ListStacks: deleted stacks are kept for 90 days.
pub const DELETED_KEPT_SECONDS: i64 = 90 * 86_400;
/// [C] ServiceTimeout: "The default value is 3600 seconds (1 hour)".
pub const CUSTOM_TIMEOUT_SECONDS: i64 = 3_600;
/// [C] "The total size of the response body can't exceed 4096 bytes".
pub const RESPONSE_BYTES_MAX: usize = 4_096;
/// "AWS::CloudFormation::WaitCondition", Timeout: at most 43200 seconds.
pub const WAIT_TIMEOUT_SECONDS_MAX: i64 = 43_200;

/// Ours: how soon a resource that is not ready is asked again, and how long in all.
pub const POLL_MILLIS: u64 = 1_000;
pub const POLL_SECONDS_MAX: i64 = 3 * 3_600;
/// Ours: how long a call is tried again that another change is in the way of.
pub const RETRY_SECONDS_MAX: i64 = 120;
/// Ours: events of a stack that are kept.
pub const EVENTS_MAX: u64 = 10_000;
/// [A] StackName: "maximum length of 128" in practice; nested ones are made up within it.
pub const STACK_NAME_CHARS_MAX: usize = 128;
