//! The address that people reach the product by.
//! It must never be taken from a request's Host header: whoever writes that could have links point elsewhere.

use std::net::{IpAddr, SocketAddr};
use std::{fmt, str::FromStr};

use axum::http::{Uri, uri::Scheme};

/// Scheme, host and port, without a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// The address of a listener without TLS. A listener on all interfaces is reached as localhost from here.
    #[must_use]
    pub fn of_listener(address: SocketAddr) -> Self {
        let origin = if address.ip().is_unspecified() {
            format!("http://localhost:{}", address.port())
        } else {
            format!("http://{address}")
        };
        Self { origin, secure: false }
    }

    /// Whether people reach it by https: cookies are Secure then.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Whether only this machine reaches it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let uri: Option<Uri> = self.origin.parse().ok();
        let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// The address of a page: `path` starts with a slash.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "it must be http:// or https:// and a host, without a path";
        let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| FORM)?;
        let secure = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err(FORM),
        };
        let authority = uri.authority().filter(|it| !it.as_str().contains('@')).ok_or(FORM)?;
        if uri.path_and_query().is_some_and(|it| it.as_str() != "/") {
            return Err(FORM);
        }
        let scheme = if secure { "https" } else { "http" };
        Ok(Self {
            origin: format!("{scheme}://{}", authority.as_str().to_ascii_lowercase()),
            secure,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_a_name_or_another_scheme_is_refused() {
        for text in
            ["https://a.example/app", "https://me:pw@a.example", "ftp://a.example", "a.example", ""]
        {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn links_join_origin_and_path() {
        let url: PublicUrl = "HTTPS://Audit.Example:8443/".parse().unwrap();
        assert_eq!(url.link("/setup/abc"), "https://audit.example:8443/setup/abc");
        assert!(url.is_secure());
    }

    #[test]
    fn a_listener_on_every_interface_is_linked_as_localhost() {
        assert_eq!(
            PublicUrl::of_listener(([0, 0, 0, 0], 80).into()).to_string(),
            "http://localhost:80"
        );
    }
}
