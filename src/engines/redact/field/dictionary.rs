//! The words by which a field's name gives its value away, longest phrase first.
//! Must never list a word that means something else as often: such words need the one before them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::Field;
use crate::engines::redact::kind::Kind;
use crate::engines::redact::value::Strength;

const fn secret(kind: Kind, strength: Strength) -> Option<Field> {
    Some(Field::Secret(kind, strength))
}

const fn personal(kind: Kind) -> Option<Field> {
    Some(Field::Personal(kind))
}

/// Endings of names, words joined by `_`; with `^` only the whole name counts. `None` is an exception to a
/// shorter ending: a `next_token` is no token.
const ENTRIES: &[(Option<Field>, &str)] = &[
    (
        secret(Kind::Password, Strength::Any),
        "password passwd passphrase passcode passwort kennwort contrasena wachtwoord senha haslo motdepasse mdp \
         passw userpassword dbpassword pgpassword rootpassword adminpassword smtppassword sshpass passwords mnemonic \
         losenord adgangskode salasana passord parola heslo jelszo userpass dbpass sifre de_passe pass_phrase \
         seed_phrase recovery_phrase pass_word ^pin card_pin user_pin login_pin access_pin pin_code pass_code \
         keystorepass storepass keypass truststorepass bindpw rootpw requirepass masterauth \
         db_pass smtp_pass ftp_pass user_pass mail_pass sql_pass mysql_pass admin_pass root_pass ssh_pass auth_pass",
    ),
    (secret(Kind::Password, Strength::Mixed), "pwd pass pw psw pswd clave identified_by"),
    (secret(Kind::Password, Strength::Issued), "otp totp"),
    (
        secret(Kind::CardCode, Strength::Any),
        "cvv cvc cvn csc cvvcode cvccode cvv_code cvc_code cvn_code security_code",
    ),
    (
        secret(Kind::Secret, Strength::Mixed),
        "secret clientsecret appsecret secrets sharedsecret apisecret consumersecret secret_base key_secret",
    ),
    (
        secret(Kind::Secret, Strength::Issued),
        "secret_id secretkey accesskey sharedkey sharedaccesskey encryptionkey signingkey secretaccesskey secret_key \
         access_key shared_key encryption_key signing_key signature_key security_key hmac_key jwt_key cipher_key \
         aes_key encrypt_key decryption_key symmetric_key root_key base_key aws_key key_base fernet_key \
         nlauth_signature",
    ),
    (
        secret(Kind::ApiKey, Strength::Issued),
        "apikey appkey subscriptionkey accountkey masterkey authkey xapikey servicekey licensekey consumerkey \
         functionskey hapikey api_key app_key application_key subscription_key service_key account_key storage_key \
         function_key functions_key host_key admin_key write_key server_key merchant_key partner_key \
         integration_key consumer_key client_key license_key licence_key webhook_key master_key auth_key \
         authorization_key stripe_key sendgrid_key mailgun_key openai_key twilio_key shopify_key maps_key google_key \
         azure_key datadog_key algolia_key anthropic_key vendor_key apim_key ingest_key instrumentation_key \
         tenant_key vault_key live_key test_key api_schlussel api_schluessel apischlussel apischluessel zugangsschlussel \
         zugangsschluessel zugriffsschlussel zugriffsschluessel geheimschlussel geheimschluessel",
    ),
    (
        secret(Kind::PrivateKey, Strength::Issued),
        "privatekey sshkey private_key ssh_key rsa_key deploy_key pgp_key gpg_key tls_key ssl_key pem_key",
    ),
    (secret(Kind::Session, Strength::Issued), "session_key"),
    (
        secret(Kind::ApiKey, Strength::Random),
        "^key ^schlussel ^schluessel ^clef ^llave ^chiave ^sleutel",
    ),
    (
        secret(Kind::Token, Strength::Issued),
        "token accesstoken authtoken refreshtoken idtoken apitoken bearertoken sessiontoken usertoken pat jwt \
         accesstokens securitytoken bearer assertion auth_code authorization_code function_code verification_code \
         recovery_code backup_code",
    ),
    (
        secret(Kind::Token, Strength::Random),
        "csrf_token xsrf_token verification_token change_token scroll_token idempotency_token auth sig signature sas \
         ^code code_verifier",
    ),
    (
        None,
        "next_token page_token pagination_token continuation_token sync_token cursor_token max_token min_token \
         total_token num_token input_token output_token prompt_token completion_token stop_token eos_token bos_token \
         pad_token special_token used_token reasoning_token cached_token per_token last_token first_token prev_token \
         previous_token skip_token \
         existing_secret existing_secrets pull_secret pull_secrets secret_ref",
    ),
    (Some(Field::Authorization), "authorization proxy_auth basic_auth http_auth x_auth ^auth"),
    (secret(Kind::Credentials, Strength::Issued), "credential credentials creds cred"),
    (Some(Field::Cookie), "cookie cookies"),
    (
        secret(Kind::Session, Strength::Random),
        "session sessionid sessid phpsessid jsessionid sessionkey ^sid connect_sid session_id sess_id",
    ),
    (secret(Kind::Secret, Strength::Random), "salt hmac pepper nonce"),
    (
        personal(Kind::Name),
        "firstname lastname surname forename givenname familyname middlename fullname customername contactname \
         cardholder cardholdername accountholder vorname nachname familienname ansprechpartner kundenname prenom \
         apellido apellidos voornaam achternaam klantnaam cognome sobrenome nazwisko imie fornavn etternavn efternavn \
         fornamn efternamn recipientname billingname shippingname lname fname nombrecompleto nomcomplet card_holder \
         account_holder nom_client nom_famille nom_de_famille nombre_cliente nome_cliente ^recipient ^consignee \
         ^addressee ^empfanger ^empfaenger ^destinataire first_name last_name sur_name given_name family_name \
         middle_name maiden_name full_name customer_name contact_name recipient_name receiver_name sender_name \
         buyer_name payer_name payee_name cardholder_name holder_name billing_name shipping_name delivery_name \
         employee_name person_name patient_name guest_name member_name subscriber_name passenger_name driver_name \
         owner_name preferred_name birth_name shopper_name consignee_name beneficiary_name applicant_name spouse_name \
         ^besteller ^bestellerin ^auftraggeber ^sachbearbeiter ^sachbearbeiterin mother_name father_name attention_name attn_name signer_name signatory_name student_name to_name client_name \
         nick_name fore_name billto_name shipto_name tenant_name_full author_name",
    ),
    (Some(Field::OfPerson(Kind::Name)), "^name display_name displayname"),
    (
        personal(Kind::Address),
        "^address ^adresse ^addr address_line addr_line street_line streetaddress addressline street streetname \
         strasse strase straat direccion indirizzo anschrift hausnummer hausnr housenumber adres endereco rue calle \
         postanschrift postaddress homeaddress billingaddress shippingaddress deliveryaddress house_number house_no \
         house_nr postcode postalcode zip zipcode plz postleitzahl post_code postal_code zip_code billing_city \
         shipping_city delivery_city home_city street_address billing_address shipping_address delivery_address \
         home_address postal_address mailing_address customer_address invoice_address residential_address \
         recipient_address sender_address full_address ship_address bill_address to_address work_address \
         office_address company_address contact_address permanent_address current_address registered_address \
         client_address return_address pickup_address property_address",
    ),
    (Some(Field::OfPerson(Kind::Address)), "^city ^town ^ort ^ville ^stadt"),
    (
        personal(Kind::BirthDate),
        "dob birthdate birthday dateofbirth geburtsdatum geburtstag birthdatum birth_date birth_day date_of_birth \
         date_naissance date_de_naissance fecha_nacimiento fecha_de_nacimiento data_nascita data_di_nascita",
    ),
    (
        personal(Kind::Phone),
        "phone telephone telefon telefono tel mobile mobil fax cellphone cell msisdn whatsapp handy phonenumber \
         mobilephone mobilenumber telefonnummer handynummer homephone workphone telefoon telephonenumber faxnumber \
         phoneno phone_number phone_no phone_nr telephone_number telephone_no mobile_number mobile_no mobile_nr \
         tel_number tel_no tel_nr fax_number fax_no fax_nr cell_number contact_number",
    ),
    (
        personal(Kind::NationalId),
        "ssn nino bsn pesel cpf dni nie nif personnummer curp aadhaar aadhar codicefiscale steuerid fodselsnummer \
         henkilotunnus insee hetu ahv passportnumber passportno nationalid taxid nhsnumber egn cnp oib ^passport \
         codice_fiscale passport_number passport_no passport_nr passport_id ssn_number nhs_number nhs_no \
         national_number national_no national_id identity_number identity_no steuer_id steuer_nr pesel_number \
         citizen_id social_insurance_number national_insurance_number national_insurance_no social_security_number \
         social_security_no driver_license_number drivers_license_number driving_licence_number driving_license_number \
         driver_licence_number",
    ),
    (
        Some(Field::Somebody),
        "^customer ^client ^cliente ^kunde ^kundin ^kaufer ^kauferin ^buyer ^caller ^klant ^acheteur ^author ^assignee \
         ^reporter ^requester ^createdby ^updatedby ^approvedby ^assignedto created_by updated_by modified_by approved_by \
         assigned_to reported_by requested_by erstellt_von geandert_von freigegeben_von",
    ),
    (
        Some(Field::Reference),
        "id ids uuid guid ref reference order trace tracking sku ean gtin upc barcode serial imei timestamp ts time at \
         epoch date version build seq sequence offset checksum batch lot etag revision isbn invoice span correlation \
         amount total price quantity count size duration",
    ),
];

/// Words before `number`, `no`, `nr`, `num`, `code` or `key` that make it the number of a thing.
const THINGS: &str = "order tracking invoice serial item article part shipment parcel product batch lot ticket case \
    document delivery reference line sequence build idempotency cache partition sort primary foreign message request event";

/// Words after which a number is a card's, whatever else the name says.
const CARDS: [&str; 4] = ["card", "cc", "pan", "payment"];

/// Words at the end that only qualify the one before: `password_confirmation`, `secretValue`, `api_key_prod`.
const QUALIFIERS: &str = "again b64 backup base64 cleartext confirm confirmation current dev encoded hash hashed live \
    new old plain plaintext prod production raw repeat sandbox staging test val value verify md5 sha1 sha256 digest \
    txt str string env default enc";

/// Names without a gap, such as `smtppassword` or `stripeapikey`.
const JOINED: [(Option<Field>, &[&str]); 4] = [
    (
        secret(Kind::Password, Strength::Any),
        &["password", "passwd", "passphrase", "passwort", "kennwort"],
    ),
    (secret(Kind::ApiKey, Strength::Issued), &["apikey"]),
    (secret(Kind::Secret, Strength::Issued), &["secret", "secretkey", "accesskey"]),
    (secret(Kind::Token, Strength::Issued), &["accesstoken", "authtoken", "apitoken"]),
];

/// Records that are about a person, in the singular.
const PEOPLE: &str = "customer contact person people buyer recipient billing shipping addres addresse payer payee \
    shopper patient guest employee cardholder consignee receiver sender subscriber member passenger traveller \
    applicant beneficiary user owner author assignee reporter creator requester to from holder kunde empfaenger delivery student driver";

static QUALIFYING: LazyLock<HashSet<&str>> =
    LazyLock::new(|| QUALIFIERS.split_whitespace().collect());
static ABOUT_THINGS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| THINGS.split_whitespace().collect());
static ABOUT_PEOPLE: LazyLock<HashSet<&str>> =
    LazyLock::new(|| PEOPLE.split_whitespace().collect());

static NAMES: LazyLock<HashMap<&'static str, Option<Field>>> = LazyLock::new(|| {
    let pairs = |(field, names): &(Option<Field>, &'static str)| {
        let field = *field;
        names.split_whitespace().map(move |name| (name, field))
    };
    ENTRIES.iter().flat_map(pairs).collect()
});

/// Whether a name's last word only qualifies the one before it.
pub(super) fn is_qualifier(word: &str) -> bool {
    QUALIFYING.contains(word)
}

/// Whether a record whose last word is `word` is about a person.
pub(super) fn is_about_people(word: &str) -> bool {
    ABOUT_PEOPLE.contains(word.strip_suffix('s').unwrap_or(word))
}

/// What a name made of words joined by `_` says: its longest known ending decides.
pub(super) fn look_up(name: &str) -> Option<Field> {
    let mut starts = name.rmatch_indices('_').map(|(i, _)| i + 1).chain([0]);
    let starts = [starts.next(), starts.next(), starts.next()];
    let last = &name[starts[0].unwrap_or(0)..];
    if last.len() == name.len()
        && let Some(found) = whole(name)
    {
        return found;
    }
    match starts.iter().rev().flatten().find_map(|start| NAMES.get(&name[*start..])) {
        Some(Some(Field::Reference)) if before_last(name).is_some_and(|w| CARDS.contains(&w)) => {
            None
        }
        Some(found) => *found,
        None => numbered(name).or_else(|| joined(last)),
    }
}

/// What a name of one word says, when it says so only alone.
fn whole(name: &str) -> Option<Option<Field>> {
    let mut marked = [0; 24];
    marked[0] = b'^';
    marked.get_mut(1..=name.len())?.copy_from_slice(name.as_bytes());
    NAMES.get(std::str::from_utf8(&marked[..=name.len()]).ok()?).copied()
}

fn before_last(name: &str) -> Option<&str> {
    name.rsplit('_').nth(1)
}

fn numbered(name: &str) -> Option<Field> {
    let last = name.rsplit('_').next()?;
    let number = matches!(last, "number" | "no" | "nr" | "num" | "code" | "key");
    (number && ABOUT_THINGS.contains(before_last(name)?)).then_some(Field::Reference)
}

fn joined(last: &str) -> Option<Field> {
    let ends = |ending: &&str| last.len() > ending.len() && last.ends_with(*ending);
    JOINED.iter().find(|(_, endings)| endings.iter().any(ends)).and_then(|(field, _)| *field)
}
