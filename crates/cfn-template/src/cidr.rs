//! `Fn::Cidr`: blocks of addresses within a block.

use std::net::IpAddr;

/// "Fn::Cidr": count is from 1 to 256.
const COUNT_MAX: usize = 256;

/// The first `count` blocks, each with so many bits for hosts.
pub fn blocks(block: &str, count: usize, bits: Option<u32>) -> Option<Vec<String>> {
    let (address, prefix) = block.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let prefix: u32 = prefix.parse().ok()?;
    let (width, base) = match address {
        IpAddr::V4(it) => (32, u128::from(it.to_bits())),
        IpAddr::V6(it) => (128, it.to_bits()),
    };
    let bits = bits.unwrap_or(8);
    let own = width - Some(prefix).filter(|prefix| *prefix <= width)?;
    if count == 0 || count > COUNT_MAX || bits > own || bits >= 128 {
        return None;
    }
    let room = own - bits;
    if room < 32 && count as u64 > 1 << room {
        return None;
    }
    let mask = if own >= 128 { 0 } else { u128::MAX << own };
    let first = base & mask;
    let one = |at: usize| {
        let address = first + ((at as u128) << bits);
        let Some(address) = address_of(width, address) else { return String::new() };
        format!("{address}/{}", width - bits)
    };
    Some((0..count).map(one).collect())
}

fn address_of(width: u32, bits: u128) -> Option<IpAddr> {
    if width == 32 {
        return Some(IpAddr::from(u32::try_from(bits).ok()?.to_be_bytes()));
    }
    Some(IpAddr::from(bits.to_be_bytes()))
}
