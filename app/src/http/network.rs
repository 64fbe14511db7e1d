//! Which proxies are believed, and whose address a request comes from.
//! It must never believe a header that a client could have written itself.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// An address or a range of addresses, such as `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

impl Network {
    /// Whether the address lies in this network. IPv4 addresses written as IPv6 count as IPv4, and the other way round.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let as_v6 = match address {
            IpAddr::V4(v4) => v4.to_ipv6_mapped(),
            IpAddr::V6(v6) => v6,
        };
        self.0.contains(&address.to_canonical()) || self.0.contains(&IpAddr::V6(as_v6))
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

/// All that one household or office has: of IPv6 addresses a whole /64.
#[must_use]
pub fn neighbours(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
    }
}

/// The network that an address is of, as little as tells one town from another: of IPv4 a /24, of IPv6 a /48.
#[must_use]
pub fn prefix(address: IpAddr) -> String {
    let bits = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, bits).map_or_else(|_| String::new(), |network| network.trunc().to_string())
}

/// The address that a proxy which is not trusted names last: only when it stands in a private network, where no stranger
/// connects from, and nothing better is known than the proxy's own.
#[must_use]
pub fn undeclared(peer: IpAddr, known: IpAddr, last_line: Option<&str>) -> Option<IpAddr> {
    let private = match peer.to_canonical() {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    };
    if !private || known != peer.to_canonical() {
        return None;
    }
    last_line?.rsplit(',').next()?.trim().parse().ok()
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| "it must be an address or a network such as 10.0.0.0/8")
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
    fn the_network_of_an_address_says_no_more_than_it_must() {
        assert_eq!(prefix(ip("203.0.113.77")), "203.0.113.0/24");
        assert_eq!(prefix(ip("2001:db8:7:1::9")), "2001:db8:7::/48");
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
