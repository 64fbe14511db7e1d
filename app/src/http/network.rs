//! Which proxies are believed, and whose address a request comes from.
//! It must never believe a header that a client could have written itself.

use std::{net::IpAddr, str::FromStr};

/// An address or a range of addresses, such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: u128,
    mask: u128,
}

impl Network {
    /// Whether the address lies in this network. IPv4 addresses written as IPv6 count as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        bits(address) & self.mask == self.address
    }
}

/// The address that a request comes from: the last one in `X-Forwarded-For` (values in the order of the request's
/// headers) that is not a trusted proxy, provided that the connection itself comes from one.
#[must_use]
pub fn client_address<'a>(
    trusted: &[Network],
    peer: IpAddr,
    forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
) -> IpAddr {
    let is_trusted = |address| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    for text in forwarded_for.rev().flat_map(|value| value.rsplit(',')) {
        if !is_trusted(client) {
            break;
        }
        let Ok(address) = text.trim().parse::<IpAddr>() else { break };
        client = address;
    }
    client.to_canonical()
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "it must be an address or a network such as 10.0.0.0/8";
        let (address, length) =
            text.trim().split_once('/').map_or((text.trim(), None), |(a, l)| (a, Some(l)));
        let address: IpAddr = address.parse().map_err(|_| FORM)?;
        let width: u32 = if address.is_ipv4() { 32 } else { 128 };
        let length = length.map_or(Ok(width), |text| text.parse().map_err(|_| FORM))?;
        if length > width {
            return Err(FORM);
        }
        // IPv4 lies in the last 32 bits of its IPv6 form, so that its networks are longer by 96.
        let mask = u128::MAX.checked_shl(width - length).unwrap_or(0);
        let mask = if address.is_ipv4() { mask | !u128::from(u32::MAX) } else { mask };
        Ok(Self { address: bits(address) & mask, mask })
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_contains_its_addresses_and_no_others() {
        assert!(network("10.0.0.0/8").contains(ip("10.200.3.4")));
        assert!(!network("10.0.0.0/8").contains(ip("11.0.0.1")));
        assert!(network("192.0.2.7").contains(ip("::ffff:192.0.2.7")));
        assert!(network("2001:db8::/32").contains(ip("2001:db8:1::1")));
        assert!(!network("2001:db8::/32").contains(ip("2001:db9::1")));
        assert!(network("0.0.0.0/0").contains(ip("203.0.113.9")));
        assert!(!network("0.0.0.0/0").contains(ip("2001:db8::1")));
        assert!(network("::/0").contains(ip("203.0.113.9")));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["10.0.0.0/33", "10.0.0/8", "proxy.example", "", "::/129", "1.2.3.4/-1"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_header_from_an_untrusted_peer_is_ignored() {
        let peer = ip("203.0.113.9");
        assert_eq!(
            client_address(&[network("10.0.0.0/8")], peer, ["198.51.100.1"].into_iter()),
            peer
        );
        assert_eq!(client_address(&[], peer, ["198.51.100.1"].into_iter()), peer);
    }

    #[test]
    fn a_client_cannot_prepend_an_address_of_its_choice() {
        let trusted = [network("10.0.0.0/8")];
        let headers = ["1.1.1.1, 198.51.100.1", "10.0.0.5"];
        assert_eq!(
            client_address(&trusted, ip("10.0.0.1"), headers.into_iter()),
            ip("198.51.100.1")
        );
    }

    #[test]
    fn nonsense_in_the_header_stops_at_the_last_proxy() {
        let trusted = [network("10.0.0.0/8")];
        assert_eq!(
            client_address(&trusted, ip("10.0.0.1"), ["<script>"].into_iter()),
            ip("10.0.0.1")
        );
    }
}
