//! Accounts that come in pairs: a member of the organization, and an account of its own in the AWS
//! GovCloud (US) for which the member pays.
//!
//! Source: [A] CreateGovCloudAccount. At AWS the management account must itself be paired with an
//! account in the GovCloud, by an agreement that no operation makes; here every management account
//! is, with one that is drawn when it is first needed.

use kernel::{AccountId, ApiError, Ctx, Region};
use store::Range;

use crate::account::{self, Enterer, Wish, draw_account};
use crate::api::{CreateGovCloudAccountInput, CreateGovCloudAccountOutput};
use crate::errors;
use crate::state::{GOV_CLOUD, GovCloudRow};
use crate::tree::Organization;

const PARTITION: &str = "aws";
/// IAM's calls in that partition are made here.
const REGION: &str = "us-gov-west-1";

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateGovCloudAccountInput<'_>,
) -> Result<CreateGovCloudAccountOutput, ApiError> {
    // "from the management account of your organization in the commercial Region"
    if ctx.region().partition() != PARTITION {
        return Err(errors::unsupported_endpoint());
    }
    let organization = Organization::managed(ctx)?;
    let wish = Wish {
        name: input.account_name(),
        email: input.email(),
        role: input.role_name(),
        tags: input.tags(),
        is_gov_cloud: true,
    };
    let status = account::begin(ctx, &organization, wish)?;
    Ok(CreateGovCloudAccountOutput::new().create_account_status(status))
}

/// Makes the account in the GovCloud, with a role for the management account's counterpart.
pub fn pair(
    ctx: &mut Ctx<'_>,
    organization: &Organization,
    role: &str,
) -> Result<AccountId, ApiError> {
    let region = Region::parse(REGION).expect("the list of regions has it");
    let management = counterpart(ctx, &organization.row.management)?;
    let account = draw_account(ctx)?;
    let enterer = Enterer { management: &management, region };
    account::make_role(ctx, enterer, account, role)?;
    Ok(account)
}

fn counterpart(ctx: &mut Ctx<'_>, management: &str) -> Result<String, ApiError> {
    if let Some(row) = ctx.table(&GOV_CLOUD).get(management)? {
        return Ok(row.account);
    }
    let account = draw_account(ctx)?.to_string();
    ctx.table_mut(&GOV_CLOUD).put(management, &GovCloudRow { account: account.clone() });
    Ok(account)
}

/// Who goes with an account that is reset, or with any.
pub fn forget(ctx: &mut Ctx<'_>, account: Option<&str>) -> Result<(), ApiError> {
    match account {
        Some(account) => ctx.table_mut(&GOV_CLOUD).delete(account),
        None => {
            ctx.table_mut(&GOV_CLOUD).delete_range(&Range::all())?;
        }
    }
    Ok(())
}
