//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
//! Kinesis Firehose".

use kernel::{Access, ApiError, Ctx, Principal, Struct, Value};

use crate::state::{STREAMS, arn};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("firehose:{operation}");
    let Some(name) = input.str("DeliveryStreamName") else {
        return Ok(Some(Access::new(ctx, action, "*")));
    };
    let resource = arn(ctx, name).to_string();
    let mut access = Access::new(ctx, action, resource.as_str());
    if operation == "CreateDeliveryStream" && input.get("Tags").is_some() {
        let tagging = Access::new(ctx, "firehose:TagDeliveryStream", resource.as_str());
        ctx.authorize(&with_tags(tagging, input))?;
    }
    let is_root = matches!(ctx.principal(), Principal::Root(account) if *account == access.owner);
    // Nobody asks a root about tags.
    if !is_root && let Some(row) = ctx.table(&STREAMS).get_shared(name)? {
        for (key, value) in &row.tags {
            access = access.with_key(format!("aws:ResourceTag/{key}"), value.as_str());
        }
    }
    Ok(Some(with_tags(access, input)))
}

/// The tags that a request would set or remove.
fn with_tags(mut access: Access, input: &Struct) -> Access {
    let tags = input.list("Tags").unwrap_or_default().iter().filter_map(Value::as_struct);
    for tag in tags {
        let key = tag.str("Key").unwrap_or_default();
        let value = tag.str("Value").unwrap_or_default();
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}
