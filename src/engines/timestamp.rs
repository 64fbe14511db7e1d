//! Time stamps after RFC 3161: made with a key of one's own, asked of an authority elsewhere, and checked without a network.
//! Nothing here knows what was stamped but its SHA-256.

mod ask;
mod asn1;
mod authority;
mod check;
mod signer;
#[cfg(test)]
pub(crate) mod tests;

pub use ask::Request;
pub use authority::{Authority, NoAuthority};
pub use check::{NotStamped, Stamped, check, fingerprint};

use der::asn1::ObjectIdentifier;

/// A SHA-256.
pub type Imprint = [u8; 32];

/// The names of things in ASN.1 that are written and read here.
mod oid {
    use super::ObjectIdentifier;

    const fn named(text: &str) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(text)
    }

    pub const SHA256: ObjectIdentifier = named("2.16.840.1.101.3.4.2.1");
    pub const SHA384: ObjectIdentifier = named("2.16.840.1.101.3.4.2.2");
    pub const SHA512: ObjectIdentifier = named("2.16.840.1.101.3.4.2.3");
    pub const EC_KEY: ObjectIdentifier = named("1.2.840.10045.2.1");
    pub const P256: ObjectIdentifier = named("1.2.840.10045.3.1.7");
    pub const P384: ObjectIdentifier = named("1.3.132.0.34");
    pub const ECDSA_SHA256: ObjectIdentifier = named("1.2.840.10045.4.3.2");
    pub const ECDSA_SHA384: ObjectIdentifier = named("1.2.840.10045.4.3.3");
    pub const RSA_KEY: ObjectIdentifier = named("1.2.840.113549.1.1.1");
    pub const RSA_SHA256: ObjectIdentifier = named("1.2.840.113549.1.1.11");
    pub const RSA_SHA384: ObjectIdentifier = named("1.2.840.113549.1.1.12");
    pub const RSA_SHA512: ObjectIdentifier = named("1.2.840.113549.1.1.13");
    pub const SIGNED_DATA: ObjectIdentifier = named("1.2.840.113549.1.7.2");
    pub const TST_INFO: ObjectIdentifier = named("1.2.840.113549.1.9.16.1.4");
    pub const CONTENT_TYPE: ObjectIdentifier = named("1.2.840.113549.1.9.3");
    pub const MESSAGE_DIGEST: ObjectIdentifier = named("1.2.840.113549.1.9.4");
    pub const SIGNING_CERTIFICATE: ObjectIdentifier = named("1.2.840.113549.1.9.16.2.12");
    pub const SIGNING_CERTIFICATE_V2: ObjectIdentifier = named("1.2.840.113549.1.9.16.2.47");
    pub const COMMON_NAME: ObjectIdentifier = named("2.5.4.3");
    pub const KEY_USAGE: ObjectIdentifier = named("2.5.29.15");
    pub const EXTENDED_KEY_USAGE: ObjectIdentifier = named("2.5.29.37");
    pub const TIME_STAMPING: ObjectIdentifier = named("1.3.6.1.5.5.7.3.8");
}
