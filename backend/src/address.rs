//! Addresses of callers, as far as rules count by them.

use std::net::{IpAddr, Ipv6Addr};

/// Whom attempts are counted under: an IPv4 address, or the network of 64 bits of an IPv6 address, because one
/// subscriber has at least as many as that. An IPv4 address that is written as IPv6 is itself. What is no address stays
/// as it is.
#[must_use]
pub fn address_key(address: &str) -> String {
    match address.trim().parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V4(address)) => address.to_string(),
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Err(_) => address.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_in_one_network_of_64_bits_count_as_one() {
        for (address, key) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("unknown", "unknown"),
            ("", ""),
        ] {
            assert_eq!(address_key(address), key, "{address}");
        }
    }
}
