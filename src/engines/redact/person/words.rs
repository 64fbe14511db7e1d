//! The words by which names are told in prose: what announces one, what is none, and what a person does.
//! Must never hold a word that is as often something else: such words go to what is offered.

use super::Cue;

/// The words, each with what it says; blanks count.
pub(super) const CUES: &[(Cue, &str)] = &[
    (
        Cue::Title,
        "mr |mr. |mrs |mrs. |ms. |m. |miss |dr. |prof. |hr. |hr |fr. |z. hd. |z.hd. |\
         c/o |i.a. |i. a. |attn. |attn: |herr |herrn |frau |monsieur |madame |mme |mlle |señor |señora |\
         sr. |sra. |signor |signora |sig. |dhr. |mevrouw |meneer |pan |pani ",
    ),
    (
        Cue::Role,
        "customer |client |caller |buyer |shopper |patient |guest |subscriber |tenant |colleague |kunde |kundin |\
         kunden |anrufer |anruferin |käufer |käuferin |patientin |gast |mieter |kollege |kollegin |cliente |klant |\
         acheteur |mitarbeiter |mitarbeiterin |sachbearbeiter |sachbearbeiterin |besteller |bestellerin |empfänger |\
         empfängerin |employee |collaborateur |collaboratrice |spoke to |spoke with |talked to |called by |phoned by |\
         reported by |signed by |written by |gemeldet von |gemeldet durch |angerufen von |bestellt von |signalé par |\
         appel de ",
    ),
    (
        Cue::Maker,
        "created by |updated by |approved by |assigned to |escalated to |handled by |schrieb |erstellt von |bearbeitet von |\
         freigegeben von |zugewiesen an |écrit par |créé par |attribué à ",
    ),
    (
        Cue::Greeting,
        "dear |hello |hi |hallo |liebe |lieber |bonjour |cher |chère |hola |ciao |beste ",
    ),
    (
        Cue::Farewell,
        "regards|sincerely|yours truly|cheers|best wishes|grüßen|grüssen|grüße|grüsse|gruß|gruss|cordialement|\
         salutations|amicalement|bien à vous|saludos|saluti|groeten|groet|hilsen|hälsningar|hälsning|terveisin|\
         thanks|thank you|danke|merci",
    ),
];

/// Words that begin with a capital letter where a name could stand, and are none.
pub(super) const NO_NAMES: &str = "account accounts address admin agent all and api app as at bank bestellung bestellungen billing bot \
    business by care center centre chat city code colleague colleagues company confirmation contact corporation \
    credentials credit customer customers damen dashboard data database date delivery department desk details dev \
    directory email erp error everyone experience export facing feedback file folks for form friend from für gmbh \
    good group guest guys had has have head herren hotline id if import in inc info information interface invoice is \
    it journey kein key kunde kunden kundin kundennummer kundenservice label leads legal level library licence \
    license limited list lead log login ltd mail management manager master member message migration name not nummer \
    number of office officer on online operations or order orders organisation organization our owner page partner \
    payment phone platform portal price process product profile project record records reference registration \
    relations relationship report request response review returns role sales satisfaction secret segment server \
    service services session sheet shop side sir madam site software solution solutions staff status storage store \
    stammdaten success supplier support survey system systems tabelle table team teams test the ticket to token type \
    und update user users vat vendor version was web website who will with with workflow your monday tuesday wednesday \
    thursday friday saturday sunday january february march april june july august september october november \
    december english german french error warning created updated deleted cancelled paid open closed shipped \
    finance controller controlling bookkeeper bookkeeping accountant accounting analyst engineer developer administrator \
    administration director chief assistant warehouse logistics purchasing procurement marketing compliance security \
    network infrastructure helpdesk agency consultant buchhaltung vertrieb einkauf lager versand technik leitung \
    abteilung entwicklung qualität personal produktion";

/// What a person does in a report, after the name.
pub(super) const DOES: &str = "called calls phoned phones rang rings wrote writes emailed mailed complained complains says said asked \
    asks reported reports wants wanted noticed notices received got paid ordered cancelled returned confirmed claims \
    told tells sent texted hat ruft rief schreibt schrieb sagt sagte meldet meldete fragt fragte beschwert beschwerte \
    bestellte möchte wartet will war ist telefonierte a appelé dit écrit llamó dijo";

/// Whether a word joins the names of one person, or stands between a title and a name.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "von"
            | "van"
            | "de"
            | "der"
            | "den"
            | "di"
            | "da"
            | "del"
            | "della"
            | "du"
            | "la"
            | "le"
            | "zu"
            | "zum"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "y"
            | "med."
            | "jur."
            | "iur."
            | "phil."
    )
}

/// What stands behind the name of a business.
pub(super) const BUSINESS: [&str; 17] = [
    "AG", "GmbH", "KG", "OHG", "SA", "SAS", "SARL", "Sàrl", "Ltd", "LLC", "Inc", "BV", "AB", "Oy",
    "SE", "&", "+",
];
