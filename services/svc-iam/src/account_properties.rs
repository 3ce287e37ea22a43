//! Properties of the account as a whole. There is one: whether role manager is on, which consoles
//! of AWS ask and nothing else ("Create roles automatically with role manager", IAM User Guide).

use kernel::{Access, ApiError, Ctx};

use crate::api::{
    GetAccountPropertiesInput, GetAccountPropertiesOutput, PutAccountPropertiesInput,
    PutAccountPropertiesOutput,
};
use crate::common::arn;
use crate::errors;
use crate::state::{ACCOUNT_PROPERTIES, TextRow};

/// The one namespace, as policies know it.
pub const NAMESPACE: &str = "RoleManager";
const ENABLED: &str = "RoleManager/Enabled";
/// "For most AWS accounts, role manager is disabled by default."
const DEFAULT: &str = "false";

pub fn get(
    ctx: &mut Ctx<'_>,
    _: GetAccountPropertiesInput<'_>,
) -> Result<GetAccountPropertiesOutput, ApiError> {
    let row = ctx.table(&ACCOUNT_PROPERTIES).get(ENABLED)?;
    let value = row.map_or_else(|| DEFAULT.to_owned(), |row| row.text);
    Ok(GetAccountPropertiesOutput::new().properties(vec![(ENABLED, value)]))
}

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutAccountPropertiesInput<'_>,
) -> Result<PutAccountPropertiesOutput, ApiError> {
    let given: Vec<(String, String)> = input
        .properties()
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    check_names(given.iter().map(|(name, _)| name.as_str()))?;
    for (name, value) in given {
        if name != ENABLED {
            return Err(errors::invalid_input(format!("There is no account property {name}.")));
        }
        if value != "true" && value != DEFAULT {
            let message = format!("The value of {name} must be true or false.");
            return Err(errors::invalid_input(message));
        }
        // "Enabling role manager requires the iam:PutAccountProperties and
        // iam:CreateServiceLinkedRole permissions."
        if value == "true" {
            let role = arn(ctx, "role", "/aws-service-role/", "*");
            ctx.authorize(&Access::new(ctx, "iam:CreateServiceLinkedRole", role))?;
        }
        ctx.table_mut(&ACCOUNT_PROPERTIES).put(ENABLED, &TextRow { text: value });
    }
    Ok(PutAccountPropertiesOutput::new())
}

/// `Namespace/PropertyName`, all of one namespace. Our words.
fn check_names<'n>(names: impl Iterator<Item = &'n str>) -> Result<(), ApiError> {
    let mut namespaces: Vec<&str> = Vec::new();
    for name in names {
        let parts: Vec<&str> = name.split('/').collect();
        let [namespace, property] = parts[..] else {
            return Err(errors::invalid_input(format!("{name} is no Namespace/PropertyName.")));
        };
        if namespace.is_empty() || property.is_empty() {
            return Err(errors::invalid_input(format!("{name} is no Namespace/PropertyName.")));
        }
        namespaces.push(namespace);
    }
    let Some(first) = namespaces.first() else {
        return Err(errors::invalid_input("At least one property must be given."));
    };
    if namespaces.iter().all(|it| it == first) {
        return Ok(());
    }
    Err(errors::invalid_input("All properties must belong to the same namespace."))
}
