//! On what each operation acts, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS
//! CloudFormation". A stack that is to be made has no unique part yet: `stack/name/*`.

use kernel::{Access, ApiError, Ctx, Struct};

use crate::find;
use crate::state::STACKS;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let stack = input.str("StackName").or_else(|| input.str("ChangeSetName"));
    let acts_on_all = matches!(
        operation,
        "ListStacks" | "ListExports" | "ListImports" | "ValidateTemplate" | "DescribeAccountLimits"
    );
    let resource = match stack.filter(|_| !acts_on_all) {
        None => "*".to_owned(),
        Some(name) if name.contains(":stack/") => name.to_owned(),
        Some(name) => match find::key(ctx, name)? {
            Some(key) => ctx.table(&STACKS).get(key.as_str())?.map(|it| it.id).unwrap_or_default(),
            None => ctx.arn(&format!("stack/{name}/*")).to_string(),
        },
    };
    let mut access = Access::new(ctx, format!("cloudformation:{operation}"), resource);
    for (member, key) in [
        ("TemplateURL", "cloudformation:TemplateUrl"),
        ("StackPolicyURL", "cloudformation:StackPolicyUrl"),
        ("RoleARN", "cloudformation:RoleArn"),
        ("ChangeSetName", "cloudformation:ChangeSetName"),
    ] {
        if let Some(value) = input.str(member) {
            access = access.with_key(key, value);
        }
    }
    for tag in input.list("Tags").unwrap_or_default() {
        let Some(tag) = tag.as_struct() else { continue };
        let (key, value) = (tag.str("Key").unwrap_or_default(), tag.str("Value"));
        access = access.with_key(format!("aws:RequestTag/{key}"), value.unwrap_or_default());
        access = access.with_key("aws:TagKeys", key);
    }
    Ok(Some(access))
}
