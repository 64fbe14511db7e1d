//! Own stamps hold and are what OpenSSL takes; stamps of OpenSSL hold here; what is changed is found.

use super::ask::authority_of;
use super::*;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::process::Command;

const DATA: &[u8] = b"what was decided";

fn imprint() -> Imprint {
    Sha256::digest(DATA).into()
}

/// What an authority answers to a question now.
pub(crate) fn answered(authority: &Authority, question: &[u8]) -> Vec<u8> {
    let parts = asn1::only(question, asn1::SEQUENCE).unwrap().inside(asn1::SEQUENCE).unwrap();
    let [_, imprint, nonce, _] = parts[..] else { panic!("{question:?}") };
    let asked = imprint.inside(asn1::SEQUENCE).unwrap()[1].value.try_into().unwrap();
    authority.answer(&asked, Utc::now(), nonce.whole).unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-30T10:00:00Z".parse().unwrap()
}

fn own() -> Authority {
    Authority::make("Faultline", now()).unwrap().0
}

#[test]
fn a_stamp_tells_when_and_holds_for_what_was_stamped_alone() {
    let own = own();
    let (stamp, pem) = (own.stamp(&imprint(), now()).unwrap(), own.pem().unwrap());
    let stamped = check(&stamp, &imprint(), pem.as_bytes()).unwrap();
    assert_eq!((stamped.at, stamped.nonce), (now(), None));
    assert_eq!(check(&stamp, &[7; 32], pem.as_bytes()), Err(NotStamped::Other));
    let another = super::tests::own().pem().unwrap();
    assert_eq!(check(&stamp, &imprint(), another.as_bytes()), Err(NotStamped::OtherCertificate));
    assert_eq!(authority_of(&stamp).as_deref(), Some(pem.as_str()));
}

#[test]
fn what_is_kept_brings_the_same_authority_back_and_other_text_none() {
    let (own, kept) = Authority::make("Faultline", now()).unwrap();
    let again = Authority::read(&kept).unwrap();
    assert_eq!(again.pem().unwrap(), own.pem().unwrap());
    assert!(again.holds(now()) && !again.holds(now() - TimeDelta::days(1)));
    let (_, other) = Authority::make("Faultline", now()).unwrap();
    let cut = kept.find("-----BEGIN CERTIFICATE").unwrap();
    let mixed =
        format!("{}{}", &kept[..cut], &other[other.find("-----BEGIN CERTIFICATE").unwrap()..]);
    for text in ["", "soon", &kept[..cut], &mixed] {
        assert!(matches!(Authority::read(text), Err(NoAuthority::Unread)), "{text}");
    }
}

#[test]
fn a_certificate_that_does_not_hold_then_stamps_nothing() {
    let own = own();
    let late = own.stamp(&imprint(), now() + TimeDelta::days(30 * 365)).unwrap();
    let told = check(&late, &imprint(), own.pem().unwrap().as_bytes());
    assert_eq!(told, Err(NotStamped::Certificate));
}

#[test]
fn what_is_signed_cannot_be_changed_and_garbage_is_no_stamp() {
    let own = own();
    let (stamp, pem) = (own.stamp(&imprint(), now()).unwrap(), own.pem().unwrap());
    let time = b"20261130100000Z";
    let at = stamp.windows(time.len()).position(|window| window == time).unwrap();
    let mut later = stamp.clone();
    later[at + 3] = b'7';
    assert_eq!(check(&later, &imprint(), pem.as_bytes()), Err(NotStamped::Signature));
    let mut unsigned = stamp.clone();
    *unsigned.last_mut().unwrap() ^= 1;
    assert!(check(&unsigned, &imprint(), pem.as_bytes()).is_err());
    for cut in [0, 1, 20, stamp.len() - 1] {
        assert!(check(&stamp[..cut], &imprint(), pem.as_bytes()).is_err(), "{cut}");
    }
    let more = [&stamp[..], &[0]].concat();
    assert_eq!(check(&more, &imprint(), pem.as_bytes()), Err(NotStamped::Unread));
}

/// Runs OpenSSL in a folder. It is among the packages that the tests are run with.
fn openssl(folder: &Path, arguments: &str) -> String {
    let ran = Command::new("openssl").current_dir(folder).args(arguments.split(' ')).output();
    let ran = ran.expect("openssl is missing (Debian: apt-get install openssl)");
    let told = String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned();
    assert!(ran.status.success(), "openssl {arguments}: {told}");
    told
}

#[test]
fn openssl_takes_a_stamp_of_ones_own() {
    let (own, folder) =
        (Authority::make("Faultline", Utc::now()).unwrap().0, tempfile::tempdir().unwrap());
    let at = folder.path();
    fs::write(at.join("data"), DATA).unwrap();
    fs::write(at.join("stamp.tsr"), own.stamp(&imprint(), Utc::now()).unwrap()).unwrap();
    fs::write(at.join("authority.pem"), own.pem().unwrap()).unwrap();
    let told = openssl(at, "ts -verify -data data -in stamp.tsr -CAfile authority.pem");
    assert!(told.contains("Verification: OK"), "{told}");
    let told = openssl(at, "ts -reply -in stamp.tsr -text");
    assert!(told.contains("Status: Granted.") && told.contains("sha256"), "{told}");
}

/// What OpenSSL needs to be an authority.
const ELSEWHERE: &str = "[own]
serial = ./serial
crypto_device = builtin
signer_digest = sha384
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = name
prompt = no
x509_extensions = use
[name]
CN = Elsewhere
[use]
extendedKeyUsage = critical,timeStamping
";

#[test]
fn an_answer_of_an_authority_elsewhere_is_taken_when_it_answers_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (at, request) = (folder.path(), Request::new(imprint()).unwrap());
    fs::write(at.join("own.cnf"), ELSEWHERE).unwrap();
    fs::write(at.join("question.tsq"), request.bytes()).unwrap();
    openssl(
        at,
        "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -config own.cnf -days 30",
    );
    let reply = "ts -reply -config own.cnf -section own -queryfile question.tsq -signer cert.pem -inkey key.pem";
    openssl(at, &format!("{reply} -out answer.tsr"));
    let answer = fs::read(at.join("answer.tsr")).unwrap();
    let (stamped, authority) = request.check(&answer).unwrap();
    assert!((Utc::now() - stamped.at).num_minutes().abs() < 5, "{stamped:?}");
    assert_eq!(authority.trim(), fs::read_to_string(at.join("cert.pem")).unwrap().trim());
    let another = Request::new(imprint()).unwrap();
    assert_eq!(another.check(&answer), Err(NotStamped::Other), "it answers another question");
    fs::write(at.join("question.tsq"), b"nothing").unwrap();
    openssl(at, &format!("{reply} -out refused.tsr"));
    let refused = fs::read(at.join("refused.tsr")).unwrap();
    assert!(request.check(&refused).is_err());
}
