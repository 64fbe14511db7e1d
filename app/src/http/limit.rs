//! The limit on attempts from one address: signing in, joining, changing a password.
//! It must not fill the memory, however many addresses come.

use super::front::ClientNetwork;
use crate::http_error::HttpError;
use crate::state::App;
use axum::body::Body;
use axum::handler::Handler;
use axum::http::header::RETRY_AFTER;
use axum::http::{Request, Response};
use axum::response::IntoResponse;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};

/// Tries at once: an office behind one address, in a workshop.
const BURST: u32 = 20;
/// Another try is given after this.
const REFILL: Duration = Duration::from_secs(4);

/// Counts by one of 65,536 buckets that an address falls into; which one, nobody outside can tell.
#[derive(Debug, Clone)]
struct Bucket(RandomState);

impl KeyExtractor for Bucket {
    type Key = u16;

    fn extract<T>(&self, request: &Request<T>) -> Result<u16, GovernorError> {
        let network =
            request.extensions().get::<ClientNetwork>().ok_or(GovernorError::UnableToExtractKey)?;
        let [first, second, ..] = self.0.hash_one(&network.0).to_le_bytes();
        Ok(u16::from_le_bytes([first, second]))
    }
}

/// The handler, with a limit in front of it.
pub fn limited<T: 'static>(handler: impl Handler<T, App>) -> impl Handler<T, App> {
    let config = GovernorConfigBuilder::default()
        .period(REFILL)
        .burst_size(BURST)
        .key_extractor(Bucket(RandomState::new()))
        .finish()
        .expect("neither burst nor period is zero");
    handler.layer(GovernorLayer::new(config).error_handler(|error| refuse(&error)))
}

fn refuse(error: &GovernorError) -> Response<Body> {
    let GovernorError::TooManyRequests { wait_time, .. } = error else {
        return HttpError::internal(error).into_response();
    };
    ([(RETRY_AFTER, (wait_time + 1).to_string())], HttpError::TooOften).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::network;

    fn bucket(key: &Bucket, address: &str) -> u16 {
        let mut request = Request::new(());
        let network = network::neighbours(address.parse().unwrap()).to_string();
        request.extensions_mut().insert(ClientNetwork(network.into()));
        key.extract(&request).unwrap()
    }

    #[test]
    fn neighbours_of_one_ipv6_network_share_a_bucket_and_others_do_not() {
        let key = Bucket(RandomState::new());
        assert_eq!(bucket(&key, "2001:db8::1"), bucket(&key, "2001:db8::ffff:1"));
        let of_others: Vec<u16> =
            (1..9).map(|n| bucket(&key, &format!("2001:db8:{n}::1"))).collect();
        assert!(of_others.iter().any(|other| *other != of_others[0]));
        let v4: Vec<u16> = (1..9).map(|n| bucket(&key, &format!("192.0.2.{n}"))).collect();
        assert!(v4.iter().any(|other| *other != v4[0]));
    }
}
