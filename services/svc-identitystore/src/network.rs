//! Whom the network lets in to a store.
//!
//! Source: [A] UpdateIdentityStore. "When set to true, requests must originate from a VPC
//! endpoint"; a request is denied "unless it originates from a VPC in this list, or from an IP
//! address in ApiAllowSourceIps"; a request from such an address "bypasses the identity store's
//! other API network controls". There are no VPCs here, so no request comes from one: where a store
//! wants that, only the addresses it lists are let in.

use std::net::IpAddr;

use kernel::{ApiError, Ctx};

use crate::api::{
    DescribeIdentityStoreInput, DescribeIdentityStoreOutput, NetworkConfigurationDetailsBuilder,
    UpdateIdentityStoreInput, UpdateIdentityStoreOutput,
};
use crate::errors;
use crate::state::{NetworkRow, STORES, StoreRow};
use crate::store;

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeIdentityStoreInput<'_>,
) -> Result<DescribeIdentityStoreOutput, ApiError> {
    let (id, row) = find(ctx, input.identity_store_id())?;
    Ok(DescribeIdentityStoreOutput::new()
        .identity_store_arn(arn(ctx, &id))
        .identity_store_id(id)
        .network_configuration(row.network.as_ref().map(show)))
}

/// "The service performs a full replacement … Any values that you omit are cleared."
pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateIdentityStoreInput<'_>,
) -> Result<UpdateIdentityStoreOutput, ApiError> {
    let (id, mut row) = find(ctx, input.identity_store_id())?;
    if let Some(wish) = input.network_configuration() {
        if wish.scim_allow_source_ips().is_some() {
            return Err(errors::not_implemented("SCIM, nor who may speak it"));
        }
        let texts = |list: Option<kernel::view::List<'_, &str>>| {
            list.into_iter().flatten().map(str::to_owned).collect::<Vec<_>>()
        };
        let network = NetworkRow {
            is_endpoint_required: wish.vpce_access_required(),
            vpcs: texts(wish.api_restrict_source_vpcs()),
            addresses: texts(wish.api_allow_source_ips()),
        };
        row.network = Some(network);
        ctx.table_mut(&STORES).put(id.as_str(), &row);
    }
    Ok(UpdateIdentityStoreOutput::new().identity_store_arn(arn(ctx, &id)).identity_store_id(id))
}

/// Refuses a client whom the store's network does not let in. Services are within AWS's.
pub fn check(ctx: &Ctx<'_>, given: &str) -> Result<(), ApiError> {
    let address = ctx.origin().source_ip.clone();
    if ctx.is_nested() || address.is_empty() {
        return Ok(());
    }
    let row = ctx.table(&STORES).get(store::bare(given))?;
    let Some(network) = row.and_then(|row| row.network) else { return Ok(()) };
    let is_limited = network.is_endpoint_required || !network.vpcs.is_empty();
    let address: Option<IpAddr> = address.parse().ok();
    let is_listed =
        address.is_some_and(|address| network.addresses.iter().any(|it| covers(it, address)));
    if is_limited && !is_listed { Err(errors::network_denied()) } else { Ok(()) }
}

fn find(ctx: &Ctx<'_>, given: &str) -> Result<(String, StoreRow), ApiError> {
    let id = store::open(ctx, given)?;
    let row = ctx.table(&STORES).get(&id)?.ok_or_else(ApiError::internal)?;
    Ok((id, row))
}

fn arn(ctx: &Ctx<'_>, id: &str) -> String {
    let (partition, account) = (ctx.region().partition(), ctx.account());
    format!("arn:{partition}:identitystore::{account}:identitystore/{id}")
}

fn show(row: &NetworkRow) -> NetworkConfigurationDetailsBuilder {
    let some = |list: &Vec<String>| (!list.is_empty()).then(|| list.clone());
    NetworkConfigurationDetailsBuilder::new()
        .vpce_access_required(row.is_endpoint_required)
        .api_restrict_source_vpcs(some(&row.vpcs))
        .api_allow_source_ips(some(&row.addresses))
}

/// Whether a range in CIDR notation has an address in it.
fn covers(range: &str, address: IpAddr) -> bool {
    let (network, bits) = match range.split_once('/') {
        Some((network, bits)) => (network, bits.parse().ok()),
        None => (range, None),
    };
    let head = |bytes: u128, width: u32| {
        let bits: u32 = bits.unwrap_or(width);
        if bits == 0 { 0 } else { bytes >> width.saturating_sub(bits) }
    };
    match (network.parse(), address) {
        (Ok(IpAddr::V4(network)), IpAddr::V4(address)) => {
            head(u32::from(network).into(), 32) == head(u32::from(address).into(), 32)
        }
        (Ok(IpAddr::V6(network)), IpAddr::V6(address)) => {
            head(network.into(), 128) == head(address.into(), 128)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_have_addresses() {
        for (range, address, expected) in [
            ("10.0.0.0/8", "10.9.8.7", true),
            ("10.0.0.0/8", "11.0.0.0", false),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1/32", "127.0.0.2", false),
            ("0.0.0.0/0", "1.2.3.4", true),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("0.0.0.0/0", "::1", false),
        ] {
            let address = address.parse().expect("an address");
            assert_eq!(covers(range, address), expected, "{range} {address}");
        }
    }
}
