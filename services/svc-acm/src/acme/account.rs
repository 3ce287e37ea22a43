//! Accounts of clients, as administrators see them.
//!
//! Source: API Reference, DescribeAcmeAccount, ListAcmeAccounts and RevokeAcmeAccount.

use acme::Jwk;
use kernel::{ApiError, Ctx, Timestamp};

use super::listing;
use super::place;
use super::state::{CLIENTS, ClientRow, Standing};
use crate::api::{
    AcmeAccountBuilder, AcmeAccountSummaryBuilder, DescribeAcmeAccountInput,
    DescribeAcmeAccountOutput, ListAcmeAccountsInput, ListAcmeAccountsOutput,
    RevokeAcmeAccountInput, RevokeAcmeAccountOutput, acme_account_status,
};
use crate::errors;

const LIST: &str = "ListAcmeAccounts";

impl Standing {
    fn as_str(self) -> &'static str {
        match self {
            Standing::Valid => acme_account_status::VALID,
            Standing::Deactivated => acme_account_status::DEACTIVATED,
            Standing::Revoked => acme_account_status::REVOKED,
        }
    }
}

impl ClientRow {
    pub fn thumbprint(&self) -> Option<String> {
        Jwk::of_text(&self.key).map(|key| key.thumbprint())
    }
}

fn find(
    ctx: &Ctx<'_>,
    endpoint_arn: &str,
    url: &str,
) -> Result<(String, String, ClientRow), ApiError> {
    let (endpoint, _) = place::endpoint(ctx, endpoint_arn)?;
    if let Some(id) = place::account_of(url, &endpoint)
        && let Some(row) = ctx.table(&CLIENTS).get(&(&*endpoint, &*id))?
    {
        return Ok((endpoint, id, row));
    }
    Err(errors::no_resource(url))
}

pub fn describe_acme_account(
    ctx: &mut Ctx<'_>,
    input: DescribeAcmeAccountInput<'_>,
) -> Result<DescribeAcmeAccountOutput, ApiError> {
    let (endpoint, id, row) = find(ctx, input.acme_endpoint_arn(), input.account_url())?;
    let told = AcmeAccountBuilder::new()
        .account_url(place::account_url(ctx, &endpoint, &id))
        .public_key_thumbprint(row.thumbprint())
        .status(row.standing.as_str())
        .created_at(Timestamp::from_micros(row.created))
        .acme_external_account_binding_arn(place::binding_arn(ctx, &endpoint, &row.binding))
        .contacts(row.contacts);
    Ok(DescribeAcmeAccountOutput::new().acme_account(told))
}

pub fn list_acme_accounts(
    ctx: &mut Ctx<'_>,
    input: ListAcmeAccountsInput<'_>,
) -> Result<ListAcmeAccountsOutput, ApiError> {
    let (endpoint, _) = place::endpoint(ctx, input.acme_endpoint_arn())?;
    let place = (input.next_token(), input.max_results());
    let (found, token) = listing::of_endpoint(ctx, &CLIENTS, &endpoint, LIST, place)?;
    let told = found.into_iter().map(|(id, row)| {
        AcmeAccountSummaryBuilder::new()
            .account_url(place::account_url(ctx, &endpoint, &id))
            .public_key_thumbprint(row.thumbprint())
            .status(row.standing.as_str())
            .created_at(Timestamp::from_micros(row.created))
            .acme_external_account_binding_arn(place::binding_arn(ctx, &endpoint, &row.binding))
            .contacts(row.contacts)
    });
    let told: Vec<_> = told.collect();
    Ok(ListAcmeAccountsOutput::new().acme_accounts(told).next_token(token))
}

/// "This operation is irreversible."
pub fn revoke_acme_account(
    ctx: &mut Ctx<'_>,
    input: RevokeAcmeAccountInput<'_>,
) -> Result<RevokeAcmeAccountOutput, ApiError> {
    let url = input.account_url();
    let (endpoint, id, mut row) = find(ctx, input.acme_endpoint_arn(), url)?;
    if row.standing != Standing::Valid {
        return Err(errors::conflict(format!("The account {url} is not valid any more.")));
    }
    row.standing = Standing::Revoked;
    ctx.table_mut(&CLIENTS).put(&(&*endpoint, &*id), &row);
    Ok(RevokeAcmeAccountOutput::new())
}
