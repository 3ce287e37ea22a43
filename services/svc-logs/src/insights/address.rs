//! IP addresses and subnets.

use std::net::IpAddr;

/// Whether an address lies in a subnet (`10.0.0.0/8`).
pub fn is_in(address: &str, subnet: &str) -> bool {
    let Some((base, len)) = subnet.split_once('/') else { return false };
    let (Ok(address), Ok(base)) = (address.parse(), base.parse()) else { return false };
    let Ok(len) = len.parse::<u32>() else { return false };
    match (address, base) {
        (IpAddr::V4(address), IpAddr::V4(base)) if len <= 32 => {
            let shift = 32 - len;
            let head = |it: u32| u64::from(it) >> shift;
            head(address.to_bits()) == head(base.to_bits())
        }
        (IpAddr::V6(address), IpAddr::V6(base)) if len <= 128 => {
            let head = |it: u128| it.checked_shr(128 - len).unwrap_or(0);
            head(address.to_bits()) == head(base.to_bits())
        }
        _ => false,
    }
}
