//! From where a request comes: the peer of its connection, or what the host's own proxies say.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// The header in which each proxy notes whom it heard, at its end.
const FORWARDED: &str = "x-forwarded-for";

/// The caller's address, with `proxies` of the host's own in front of this server (none: the header is anybody's and
/// means nothing).
///
/// Proxies add at the end, on the same line or on one of their own; the entry that the outermost one of ours added is
/// therefore that many from the end. Everything before it was made up by whoever liked to.
pub(crate) fn callers_address(headers: &HeaderMap, peer: Option<SocketAddr>, proxies: usize) -> String {
    let peer = peer.map(|peer| peer.ip().to_canonical());
    let said = (proxies > 0).then(|| entry(headers, proxies)).flatten();
    said.or(peer).map(|address| address.to_string()).unwrap_or_default()
}

/// Whether the request came through a proxy, by what its header says.
pub(crate) fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED)
}

fn entry(headers: &HeaderMap, from_the_end: usize) -> Option<IpAddr> {
    let lines: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok()).collect();
    let entries: Vec<&str> =
        lines.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|entry| !entry.is_empty()).collect();
    // Fewer than there are proxies: the request came in behind the outermost one, and its first entry is one of ours
    // all the same.
    let at = entries.len().saturating_sub(from_the_end);
    read(entries.get(at)?)
}

/// An address as proxies write it: plain, with a port, in brackets, in quotes.
fn read(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim_matches('"');
    let plain = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = plain.parse::<IpAddr>().or_else(|_| entry.parse::<SocketAddr>().map(|address| address.ip())).ok()?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn from(lines: &[&'static str], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED, HeaderValue::from_static(line));
        }
        callers_address(&headers, Some(SocketAddr::from(([10, 0, 0, 1], 4_000))), proxies)
    }

    #[test]
    fn the_address_is_what_our_own_proxies_noted_and_nothing_that_was_made_up_before_them() {
        for (lines, proxies, address) in [
            (&["192.0.2.7"][..], 0, "10.0.0.1"),
            (&[], 1, "10.0.0.1"),
            (&["192.0.2.7"], 1, "192.0.2.7"),
            (&["6.6.6.6, 192.0.2.7"], 1, "192.0.2.7"),
            // HAProxy adds a line of its own.
            (&["6.6.6.6", "192.0.2.7"], 1, "192.0.2.7"),
            (&["6.6.6.6", "192.0.2.7, 198.51.100.2"], 2, "192.0.2.7"),
            (&["6.6.6.6, 192.0.2.7", "198.51.100.2"], 2, "192.0.2.7"),
            (&["192.0.2.7"], 2, "192.0.2.7"),
            (&["7.7.7.7:51234"], 1, "7.7.7.7"),
            (&["[2001:db8::1]:443"], 1, "2001:db8::1"),
            (&["\"[2001:db8::1]\""], 1, "2001:db8::1"),
            (&["2001:db8::1"], 1, "2001:db8::1"),
            (&["::ffff:192.0.2.7"], 1, "192.0.2.7"),
            // Nothing that could be read: at least what the connection says.
            (&["unknown"], 1, "10.0.0.1"),
            (&["192.0.2.7, "], 1, "192.0.2.7"),
        ] {
            assert_eq!(from(lines, proxies), address, "{lines:?} behind {proxies}");
        }
    }
}
