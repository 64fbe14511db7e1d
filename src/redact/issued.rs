//! Keys and tokens that say who issued them: a fixed beginning, then a known shape.
//! Must never fire on a masked or documented stand-in such as `AKIA<redacted>` or a row of x.

use super::hit::Hit;
use super::kind::Kind;
use super::shape::{self, Set};
use super::value;

/// One piece after the fixed beginning.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// As many characters of the set as there are, at least and at most so many.
    Run(Set, usize, usize),
    /// Exactly this text.
    Text(&'static str),
}

/// What an issuer's values look like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// How it begins, letter case included.
    pub(super) begins: &'static str,
    kind: Kind,
    /// Whether it may follow a letter or digit directly: only for beginnings nobody writes by chance.
    glued: bool,
    parts: &'static [Part],
}

use Kind::{ApiKey, CloudKey, Jwt, PrivateKey, Secret, Session, Token, Webhook};
use Part::{Run, Text};

const LONG: usize = 16_384;

const fn glued(begins: &'static str, kind: Kind, parts: &'static [Part]) -> Shape {
    Shape { begins, kind, glued: true, parts }
}

const fn alone(begins: &'static str, kind: Kind, parts: &'static [Part]) -> Shape {
    Shape { begins, kind, glued: false, parts }
}

const fn word(min: usize) -> Part {
    Run(Set::Word, min, LONG)
}

const fn alnum(min: usize) -> Part {
    Run(Set::Alnum, min, LONG)
}

const fn hex(min: usize) -> Part {
    Run(Set::Hex, min, LONG)
}

/// The issuers, by what they sell: cloud, code, chat, payment, shop, mail, machine learning, the rest.
pub(super) const SHAPES: &[Shape] = &[
    // Cloud and hosting.
    alone("AKIA", CloudKey, &[Run(Set::Upper, 16, 16)]),
    alone("ASIA", CloudKey, &[Run(Set::Upper, 16, 16)]),
    alone("ABIA", CloudKey, &[Run(Set::Upper, 16, 16)]),
    alone("ACCA", CloudKey, &[Run(Set::Upper, 16, 16)]),
    alone("ABSK", CloudKey, &[Run(Set::Base64, 60, LONG)]),
    alone("AIza", ApiKey, &[word(30)]),
    alone("GOCSPX-", CloudKey, &[word(20)]),
    alone("ya29.", Token, &[Run(Set::Token, 20, LONG)]),
    alone("1//0", Token, &[word(30)]),
    alone("LTAI", CloudKey, &[Run(Set::Alnum, 12, 24)]),
    alone("AKID", CloudKey, &[Run(Set::Alnum, 32, 36)]),
    glued("dop_v1_", CloudKey, &[hex(40)]),
    glued("doo_v1_", CloudKey, &[hex(40)]),
    glued("dor_v1_", CloudKey, &[hex(40)]),
    glued("HRKU-", CloudKey, &[word(30)]),
    glued("pscale_tkn_", Token, &[word(30)]),
    glued("pscale_pw_", Secret, &[word(30)]),
    glued("pscale_oauth_", Token, &[word(30)]),
    alone("sbp_", Token, &[hex(36)]),
    glued("sb_secret_", ApiKey, &[word(20)]),
    alone("nfp_", Token, &[alnum(30)]),
    alone("rnd_", ApiKey, &[alnum(28)]),
    alone("fo1_", Token, &[word(36)]),
    glued("FlyV1 fm", Token, &[Run(Set::Token, 60, LONG)]),
    glued(".atlasv1.", Token, &[word(50)]),
    glued("hvs.", Token, &[word(20)]),
    glued("hvb.", Token, &[word(60)]),
    glued("hvr.", Token, &[word(60)]),
    glued("dp.pt.", Token, &[alnum(36)]),
    glued("dp.st.", Token, &[Run(Set::Path, 36, 120)]),
    glued("dp.sa.", Token, &[alnum(36)]),
    glued("dp.ct.", Token, &[alnum(36)]),
    alone("pul-", Token, &[Run(Set::Hex, 40, 40)]),
    glued("sha256~", Token, &[word(40)]),
    glued("ops_eyJ", Token, &[Run(Set::Base64, 60, LONG)]),
    alone("AGE-SECRET-KEY-1", PrivateKey, &[Run(Set::Upper, 50, 80)]),
    // Code, packages and delivery.
    glued("ghp_", Token, &[alnum(30)]),
    glued("gho_", Token, &[alnum(30)]),
    glued("ghu_", Token, &[alnum(30)]),
    glued("ghs_", Token, &[alnum(30)]),
    glued("ghr_", Token, &[alnum(30)]),
    glued("github_pat_", Token, &[Run(Set::Word, 36, LONG)]),
    glued("glpat-", Token, &[Run(Set::Path, 18, LONG)]),
    glued("gldt-", Token, &[word(18)]),
    glued("glrt-", Token, &[word(18)]),
    glued("glcbt-", Token, &[word(18)]),
    glued("glptt-", Token, &[word(30)]),
    glued("glft-", Token, &[word(18)]),
    glued("glsoat-", Token, &[word(18)]),
    glued("glimt-", Token, &[word(18)]),
    glued("glagent-", Token, &[word(40)]),
    glued("glffct-", Token, &[word(18)]),
    glued("gloas-", Token, &[word(40)]),
    alone("ATBB", Token, &[Run(Set::Alnum, 24, 40)]),
    glued("ATATT3", Token, &[Run(Set::Base64, 60, LONG)]),
    glued("ATCTT3", Token, &[Run(Set::Base64, 60, LONG)]),
    glued("npm_", Token, &[alnum(30)]),
    glued("pypi-AgE", Token, &[word(40)]),
    glued("rubygems_", Token, &[hex(40)]),
    alone("cio", Token, &[Run(Set::Alnum, 32, 32)]),
    alone("oy2", Token, &[Run(Set::Lower, 43, 43)]),
    glued("dckr_pat_", Token, &[word(20)]),
    glued("dckr_oat_", Token, &[word(20)]),
    glued("CLOJARS_", Token, &[hex(50)]),
    alone("AKCp", ApiKey, &[alnum(60)]),
    alone("cmVmdGtuOj", Token, &[alnum(40)]),
    alone("squ_", Token, &[hex(36)]),
    alone("sqp_", Token, &[hex(36)]),
    alone("sqa_", Token, &[hex(36)]),
    glued("CCIPAT_", Token, &[word(40)]),
    glued("CCIPRJ_", Token, &[word(40)]),
    glued("bkua_", Token, &[hex(36)]),
    alone("pnu_", ApiKey, &[alnum(30)]),
    glued("PMAK-", ApiKey, &[word(50)]),
    alone("tfp_", Token, &[Run(Set::Path, 40, LONG)]),
    glued("rdme_", ApiKey, &[Run(Set::Lower, 60, LONG)]),
    // Chat and work.
    glued("xoxb-", Token, &[word(20)]),
    glued("xoxp-", Token, &[word(20)]),
    glued("xoxa-", Token, &[word(20)]),
    glued("xoxr-", Token, &[word(20)]),
    glued("xoxs-", Token, &[word(20)]),
    glued("xoxo-", Token, &[word(20)]),
    glued("xoxc-", Token, &[word(20)]),
    glued("xoxd-", Token, &[Run(Set::Path, 20, LONG)]),
    glued("xoxe-", Token, &[word(20)]),
    glued("xoxe.xox", Token, &[word(20)]),
    glued("xapp-", Token, &[word(30)]),
    glued("xwfp-", Token, &[word(20)]),
    glued("hooks.slack.com/services/", Webhook, &[Run(Set::Path, 20, 200)]),
    glued("hooks.slack.com/workflows/", Webhook, &[Run(Set::Path, 20, 200)]),
    glued("hooks.slack.com/triggers/", Webhook, &[Run(Set::Path, 20, 200)]),
    glued("discord.com/api/webhooks/", Webhook, &[Run(Set::Path, 40, 200)]),
    glued("discordapp.com/api/webhooks/", Webhook, &[Run(Set::Path, 40, 200)]),
    glued(".webhook.office.com/webhookb2/", Webhook, &[Run(Set::Path, 60, 400)]),
    glued("outlook.office.com/webhook/", Webhook, &[Run(Set::Path, 60, 400)]),
    glued("hooks.zapier.com/hooks/catch/", Webhook, &[Run(Set::Path, 8, 200)]),
    glued(".make.com/", Webhook, &[Run(Set::Lower, 28, 40)]),
    glued(
        "chat.googleapis.com/v1/spaces/",
        Webhook,
        &[Run(Set::Path, 8, 60), Text("/messages?key="), Run(Set::Token, 20, 400)],
    ),
    glued("api.telegram.org/bot", Token, &[Run(Set::Digit, 6, 12), Text(":"), word(30)]),
    alone("secret_", Token, &[Run(Set::Alnum, 43, 43)]),
    alone("ntn_", Token, &[alnum(40)]),
    glued("figd_", Token, &[word(36)]),
    glued("lin_api_", ApiKey, &[alnum(32)]),
    glued("lin_oauth_", Token, &[alnum(32)]),
    alone("pat-na1-", Token, &[word(30)]),
    alone("pat-na2-", Token, &[word(30)]),
    alone("pat-eu1-", Token, &[word(30)]),
    alone("patA", Token, &[Run(Set::Alnum, 13, 13), Text("."), hex(60)]),
    glued("n8n_api_", ApiKey, &[Run(Set::Token, 20, LONG)]),
    glued("CFPAT-", Token, &[word(36)]),
    alone("00D", Session, &[Run(Set::Alnum, 12, 15), Text("!"), Run(Set::Token, 40, LONG)]),
    // Payment, shop and shipping.
    glued("sk_live_", ApiKey, &[alnum(16)]),
    glued("sk_test_", ApiKey, &[alnum(16)]),
    glued("rk_live_", ApiKey, &[alnum(16)]),
    glued("rk_test_", ApiKey, &[alnum(16)]),
    glued("sk_org_live_", ApiKey, &[alnum(16)]),
    glued("whsec_", Secret, &[Run(Set::Base64, 20, LONG)]),
    glued("sq0atp-", Token, &[word(20)]),
    glued("sq0csp-", Secret, &[word(30)]),
    glued("sq0idp-", ApiKey, &[word(20)]),
    alone("EAAA", Token, &[word(56)]),
    glued("access_token$production$", Token, &[Run(Set::Lower, 12, 24), Text("$"), hex(30)]),
    glued("access_token$sandbox$", Token, &[Run(Set::Lower, 12, 24), Text("$"), hex(30)]),
    glued("shpat_", Token, &[hex(28)]),
    glued("shpca_", Token, &[hex(28)]),
    glued("shppa_", Token, &[hex(28)]),
    glued("shpss_", Secret, &[hex(28)]),
    glued("shpua_", Token, &[hex(28)]),
    glued("shptka_", Token, &[hex(28)]),
    alone("ck_", ApiKey, &[Run(Set::Hex, 40, 40)]),
    alone("cs_", Secret, &[Run(Set::Hex, 40, 40)]),
    glued("rzp_live_", ApiKey, &[alnum(14)]),
    glued("FLWSECK", ApiKey, &[word(24)]),
    glued("access-production-", Token, &[word(30)]),
    glued("access-sandbox-", Token, &[word(30)]),
    glued("shippo_live_", Token, &[hex(36)]),
    glued("shippo_test_", Token, &[hex(36)]),
    alone("EZAK", ApiKey, &[alnum(50)]),
    alone("EZTK", ApiKey, &[alnum(50)]),
    glued("duffel_live_", Token, &[word(36)]),
    glued("lmnsq_", ApiKey, &[alnum(30)]),
    // Mail, messages and monitoring.
    alone("SG.", ApiKey, &[Run(Set::Word, 16, 40), Text("."), word(30)]),
    alone("SK", ApiKey, &[Run(Set::Hex, 32, 32)]),
    alone("key-", ApiKey, &[Run(Set::Hex, 32, 32)]),
    glued("xkeysib-", ApiKey, &[Run(Set::Word, 60, LONG)]),
    glued("xsmtpsib-", ApiKey, &[Run(Set::Word, 60, LONG)]),
    glued("mlsn.", ApiKey, &[hex(60)]),
    alone("re_", ApiKey, &[Run(Set::Alnum, 8, 8), Text("_"), alnum(20)]),
    glued("NRAK-", ApiKey, &[alnum(24)]),
    glued("NRJS-", ApiKey, &[alnum(16)]),
    glued("NRII-", ApiKey, &[word(28)]),
    glued("NRRA-", ApiKey, &[hex(36)]),
    glued("glsa_", Token, &[alnum(30)]),
    glued("glc_eyJ", Token, &[Run(Set::Base64, 40, LONG)]),
    glued("sntrys_eyJ", Token, &[Run(Set::Token, 40, LONG)]),
    glued("sntryu_", Token, &[hex(40)]),
    glued("dt0c01.", Token, &[alnum(24), Text("."), alnum(60)]),
    alone("dapi", Token, &[Run(Set::Hex, 32, 34)]),
    alone("sdk-", ApiKey, &[Run(Set::Hex, 8, 8), Text("-"), word(27)]),
    glued("sk.eyJ", Token, &[Run(Set::Token, 60, LONG)]),
    glued("phx_", ApiKey, &[alnum(32)]),
    // Machine learning.
    alone("sk-ant-", ApiKey, &[word(30)]),
    alone("sk-proj-", ApiKey, &[word(30)]),
    alone("sk-svcacct-", ApiKey, &[word(30)]),
    alone("sk-admin-", ApiKey, &[word(30)]),
    alone("sk-or-v1-", ApiKey, &[hex(50)]),
    alone("sk-", ApiKey, &[alnum(32)]),
    alone("hf_", Token, &[Run(Set::Alnum, 30, 48)]),
    alone("gsk_", ApiKey, &[alnum(40)]),
    alone("pplx-", ApiKey, &[alnum(40)]),
    alone("r8_", Token, &[alnum(34)]),
    alone("xai-", ApiKey, &[alnum(60)]),
    // Tokens of no one issuer.
    glued("eyJ", Jwt, &[word(10), Text("."), word(8), Text("."), Run(Set::Dotted, 0, LONG)]),
];

impl Shape {
    /// Whether a value of this shape begins at `at`, where its beginning was seen in some letter case.
    pub(super) fn look(&self, text: &str, at: usize) -> Option<Hit> {
        let mut end = at + self.begins.len();
        if text.get(at..end)? != self.begins || !(self.glued || shape::left_edge(text, at)) {
            return None;
        }
        for part in self.parts {
            end = part.end(text, end)?;
        }
        end -= text.as_bytes()[at..end]
            .iter()
            .rev()
            .take_while(|b| matches!(b, b'.' | b':' | b'|'))
            .count();
        if !(self.glued || shape::right_edge(text, end)) {
            return None;
        }
        let open = self.kind == Webhook;
        // The name of the host stays: it says where the message was going.
        let start = if open { at + self.begins.len() } else { at };
        let tail = text.get(at + self.begins.len()..end)?;
        (shape::distinct(tail) >= 5 && !value::is_stand_in(tail))
            .then(|| Hit::issued(start..end, self.kind, open))
    }
}

impl Part {
    /// Where the piece that begins at `at` ends.
    fn end(self, text: &str, at: usize) -> Option<usize> {
        match self {
            Self::Run(set, min, max) => {
                let run = set.run(text, at);
                (min..=max).contains(&run).then_some(at + run)
            }
            Self::Text(wanted) => text.get(at..)?.starts_with(wanted).then_some(at + wanted.len()),
        }
    }
}
