//! Currencies of ISO 4217 that amounts can be in, with the digits of their smaller unit.
//! Funds, metals and test codes are not among them: nobody is paid in those.

/// Currencies whose smaller unit is a hundredth.
const TWO_DIGITS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY \
    COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
    IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR \
    MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG \
    SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES \
    WST XCD XCG YER ZAR ZMW ZWG";

/// Currencies without a smaller unit.
const NO_DIGITS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

/// Currencies whose smaller unit is a thousandth.
const THREE_DIGITS: &str = "BHD IQD JOD KWD LYD OMR TND";

/// Every code.
pub fn currencies() -> impl Iterator<Item = &'static str> {
    [TWO_DIGITS, NO_DIGITS, THREE_DIGITS].into_iter().flat_map(str::split_whitespace)
}

/// The digits of a currency's smaller unit; `None` where no currency has this code.
#[must_use]
pub fn minor_units(code: &str) -> Option<u32> {
    let lists = [(TWO_DIGITS, 2), (NO_DIGITS, 0), (THREE_DIGITS, 3)];
    let among = |list: &str| list.split_whitespace().any(|known| known == code);
    lists.into_iter().find(|(list, _)| among(list)).map(|(_, digits)| digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_three_letters_and_stands_once() {
        let codes: BTreeSet<_> = currencies().collect();
        assert_eq!((codes.len(), currencies().count()), (155, 155));
        let letters = |code: &&str| code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase());
        assert!(codes.iter().all(letters), "{codes:?}");
    }

    #[test]
    fn what_is_no_currency_has_no_units() {
        for code in ["EUX", "eur", "", "EURO", "XAU", "XXX", "AED AFN"] {
            assert_eq!(minor_units(code), None, "{code}");
        }
        assert_eq!(["EUR", "JPY", "KWD"].map(minor_units), [Some(2), Some(0), Some(3)]);
    }
}
