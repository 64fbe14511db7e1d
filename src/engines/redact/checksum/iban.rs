//! International bank account numbers: their length by country, and their check (ISO 13616).
//! Must never guess the length of a country that is not listed.

/// The lengths of account numbers by country (SWIFT's IBAN registry).
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 \
    EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 \
    KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 \
    PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 \
    UA29 VA22 VG24 XK20 YE30";

/// How long an account number of this country is, blanks left out.
pub(in crate::engines::redact) fn iban_length(country: &str) -> Option<usize> {
    let listed = |entry: &&str| entry[..2].eq_ignore_ascii_case(country);
    LENGTHS.split(' ').find(listed)?.get(2..)?.parse().ok()
}

/// The check of account numbers (ISO 13616), on letters and digits only.
pub(in crate::engines::redact) fn iban(compact: &str) -> bool {
    if compact.len() < 15 || !compact.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let turned = compact.bytes().skip(4).chain(compact.bytes().take(4));
    let rest = turned.fold(0_u32, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_numbers_need_their_check() {
        assert!(iban("GB82WEST12345698765432") && iban("DE89370400440532013000"));
        assert!(!iban("GB82WEST12345698765433"));
        assert_eq!(iban_length("de"), Some(22));
        assert_eq!(iban_length("NO"), Some(15));
        assert_eq!(iban_length("ZZ"), None);
    }
}
