//! The managed data identifiers of AWS: what each looks for, and by which keywords.
//!
//! Keywords, checks and exceptions are those of "Amazon SNS sensitive data types" (credentials,
//! devices, financial, PHI, PII) in the Developer Guide; how numbers are built is their issuers'
//! public rule. AWS also uses machine learning, which is why `Name` and `Address` are not here.

use std::ops::Range;

use crate::identifiers_check as check;

/// One identifier.
#[derive(Debug)]
pub struct Identifier {
    pub name: &'static str,
    pub keywords: Keywords,
    /// What may be it.
    pub pattern: &'static str,
    /// How many bytes of a match are it, if it is.
    pub accept: fn(&str, Range<usize>) -> Option<usize>,
}

#[derive(Debug)]
pub enum Keywords {
    None,
    /// One of them must be near.
    Needed(&'static [&'static str]),
    /// One of them must be near, unless the data begins with a plus: a country code.
    NeededWithoutPlus(&'static [&'static str]),
}

impl Keywords {
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            Keywords::None => &[],
            Keywords::Needed(words) | Keywords::NeededWithoutPlus(words) => words,
        }
    }
}

/// What is known of a name.
#[derive(Clone, Copy, Debug)]
pub enum Known {
    Built(&'static Identifier),
    /// AWS has it, we do not.
    Absent,
    Unknown,
}

impl PartialEq for Known {
    fn eq(&self, other: &Known) -> bool {
        match (self, other) {
            (Known::Built(one), Known::Built(other)) => one.name == other.name,
            (Known::Absent, Known::Absent) | (Known::Unknown, Known::Unknown) => true,
            _ => false,
        }
    }
}

pub fn find(name: &str) -> Known {
    if let Some(identifier) = BUILT.iter().find(|it| it.name == name) {
        return Known::Built(identifier);
    }
    let (stem, country) = name.split_once('-').unwrap_or((name, ""));
    let is_absent = ABSENT.iter().any(|(known, countries)| {
        *known == stem
            && (countries.is_empty() && country.is_empty() || countries.contains(&country))
    });
    if is_absent { Known::Absent } else { Known::Unknown }
}

/// By name and countries.
const ABSENT: &[(&str, &[&str])] = &[
    ("Address", &[]),
    ("Name", &[]),
    (
        "DriversLicense",
        &[
            "AT", "AU", "BE", "BG", "CA", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB",
            "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE",
            "SI", "SK", "US",
        ],
    ),
    ("ElectoralRollNumber", &["GB"]),
    ("HealthInsuranceCardNumber", &["EU"]),
    ("HealthInsuranceClaimNumber", &["US"]),
    ("HealthInsuranceNumber", &["FR"]),
    ("HealthcareProcedureCode", &["US"]),
    ("InseeCode", &["FR"]),
    ("NationalIdentificationNumber", &["DE", "IT"]),
    ("PassportNumber", &["CA", "DE", "ES", "FR", "GB", "IT"]),
    ("PermanentResidenceNumber", &["CA"]),
    ("PersonalHealthNumber", &["CA"]),
    ("RgNumber", &["BR"]),
    ("TaxId", &["DE", "ES", "FR", "GB"]),
];

const fn any(name: &'static str, pattern: &'static str) -> Identifier {
    Identifier { name, keywords: Keywords::None, pattern, accept: check::all }
}

const fn key(name: &'static str, pattern: &'static str) -> Identifier {
    Identifier { name, keywords: Keywords::None, pattern, accept: check::private_key }
}

const fn near(
    name: &'static str,
    keywords: &'static [&'static str],
    pattern: &'static str,
    accept: fn(&str, Range<usize>) -> Option<usize>,
) -> Identifier {
    Identifier { name, keywords: Keywords::Needed(keywords), pattern, accept }
}

const fn phone(
    name: &'static str,
    keywords: &'static [&'static str],
    pattern: &'static str,
) -> Identifier {
    let keywords = Keywords::NeededWithoutPlus(keywords);
    Identifier { name, keywords, pattern, accept: check::free_of_digits }
}

const CARD: &[&str] = &[
    "account number",
    "american express",
    "amex",
    "bank card",
    "card",
    "card num",
    "card number",
    "cc #",
    "ccn",
    "check card",
    "credit",
    "credit card",
    "credit card number",
    "credit card#",
    "dankort",
    "debit",
    "debit card",
    "diners club",
    "discover",
    "electron",
    "elo verification code",
    "japanese card bureau",
    "jcb",
    "mastercard",
    "mc",
    "pan",
    "payment account number",
    "payment card number",
    "pcn",
    "union pay",
    "visa",
];
const SECURITY_CODE: &[&str] = &[
    "card id",
    "card identification code",
    "card identification number",
    "card security code",
    "card validation code",
    "card validation number",
    "card verification data",
    "card verification value",
    "cvc",
    "cvc2",
    "cvv",
    "cvv2",
    "elo verification code",
];
const IBAN_DE: &[&str] = &[
    "account code",
    "account number",
    "accountno#",
    "accountnumber#",
    "bankleitzahl",
    "bban",
    "customer account id",
    "customer account number",
    "customer bank account id",
    "geheimzahl",
    "iban",
    "kartennummer",
    "kontonummer",
    "kreditkartennummer",
    "sepa",
];
const IBAN_ES: &[&str] = &[
    "account code",
    "account number",
    "accountno#",
    "accountnumber#",
    "bban",
    "código cuenta",
    "código cuenta bancaria",
    "cuenta cliente id",
    "customer account id",
    "customer account number",
    "customer bank account id",
    "iban",
    "número cuenta bancaria cliente",
    "número cuenta cliente",
];
const IBAN_FR: &[&str] = &[
    "account code",
    "account number",
    "accountno#",
    "accountnumber#",
    "bban",
    "code bancaire",
    "compte bancaire",
    "customer account id",
    "customer account number",
    "customer bank account id",
    "iban",
    "numéro de compte",
];
const IBAN_GB: &[&str] = &[
    "account code",
    "account number",
    "accountno#",
    "accountnumber#",
    "bban",
    "customer account id",
    "customer account number",
    "customer bank account id",
    "iban",
    "sepa",
];
const IBAN_IT: &[&str] = &[
    "account code",
    "account number",
    "accountno#",
    "accountnumber#",
    "bban",
    "codice bancario",
    "conto bancario",
    "customer account id",
    "customer account number",
    "customer bank account id",
    "iban",
    "numero di conto",
];
const ACCOUNT_US: &[&str] = &[
    "bank account",
    "bank acct",
    "checking account",
    "checking acct",
    "deposit account",
    "deposit acct",
    "savings account",
    "savings acct",
    "chequing account",
    "chequing acct",
];
const PHONE: &[&str] = &[
    "cell",
    "contact",
    "fax",
    "fax number",
    "mobile",
    "phone",
    "phone number",
    "tel",
    "telephone",
    "telephone number",
];
const PHONE_BR: &[&str] = &[
    "cel",
    "celular",
    "fone",
    "móvel",
    "número residencial",
    "numero residencial",
    "telefone",
    "cell",
    "contact",
    "fax",
    "fax number",
    "mobile",
    "phone",
    "phone number",
    "tel",
    "telephone",
    "telephone number",
];
const TAX_ES: &[&str] = &[
    "cif",
    "cif número",
    "cifnúmero#",
    "nie",
    "nif",
    "número de contribuyente",
    "número de identidad de extranjero",
    "número de identificación fiscal",
    "número de impuesto corporativo",
    "personal tax number",
    "tax id",
    "tax identification number",
    "tax number",
    "tin",
    "tin#",
];
const DNI: &[&str] = &[
    "dni",
    "dni#",
    "dninúmero#",
    "documento nacional de identidad",
    "identidad único",
    "identidadúnico#",
    "insurance number",
    "national identification number",
    "national identity",
    "nationalid#",
    "nationalidno#",
    "número nacional identidad",
    "personal identification number",
    "personal identity no",
    "unique identity number",
    "uniqueid#",
];
const VIN: &[&str] = &[
    "Fahrgestellnummer",
    "niv",
    "numarul de identificare",
    "numarul seriei de sasiu",
    "serie sasiu",
    "numer VIN",
    "Número de Identificação do Veículo",
    "Número de Identificación de Automóviles",
    "numéro d'identification du véhicule",
    "vehicle identification number",
    "vin",
    "VIN numeris",
];

/// In the order of their names.
pub static BUILT: &[Identifier] = &[
    near(
        "AwsSecretKey",
        &[
            "aws_secret_access_key",
            "credentials",
            "secret access key",
            "secret key",
            "set-awscredential",
        ],
        r"[A-Za-z0-9/+=]{40,}",
        check::secret_key,
    ),
    near("BankAccountNumber-DE", IBAN_DE, r"\bDE\d{2}(?:[ -]?\d){18}\b", check::iban),
    near("BankAccountNumber-ES", IBAN_ES, r"\bES\d{2}(?:[ -]?\d){20}\b", check::iban),
    near("BankAccountNumber-FR", IBAN_FR, r"\bFR\d{2}(?:[ -]?[0-9A-Z]){23}\b", check::iban),
    near("BankAccountNumber-GB", IBAN_GB, r"\bGB\d{2}(?:[ -]?[0-9A-Z]){18}\b", check::iban),
    near("BankAccountNumber-IT", IBAN_IT, r"\bIT\d{2}(?:[ -]?[0-9A-Z]){23}\b", check::iban),
    near("BankAccountNumber-US", ACCOUNT_US, r"\b\d{6,17}\b", check::all),
    near(
        "CepCode-BR",
        &["cep", "código de endereçamento postal", "codigo de endereçamento postal"],
        r"\b\d{5}-?\d{3}\b",
        check::all,
    ),
    near(
        "Cnpj-BR",
        &["cadastro nacional da pessoa jurídica", "cadastro nacional da pessoa juridica", "cnpj"],
        r"\b\d{2}\.?\d{3}\.?\d{3}/?\d{4}-?\d{2}\b",
        check::cnpj,
    ),
    near(
        "CpfCode-BR",
        &[
            "cadastro de pessoas fisicas",
            "cadastro de pessoas físicas",
            "cadastro de pessoa física",
            "cadastro de pessoa fisica",
            "cpf",
        ],
        r"\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b",
        check::cpf,
    ),
    near(
        "CreditCardExpiration",
        &["exp d", "exp m", "exp y", "expiration", "expiry"],
        r"\b(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?\d{2}\b",
        check::all,
    ),
    near("CreditCardNumber", CARD, r"\b\d(?:[ -]?\d){12,18}\b", check::card),
    near("CreditCardSecurityCode", SECURITY_CODE, r"\b\d{3,4}\b", check::all),
    near(
        "DateOfBirth",
        &["dob", "date of birth", "birthdate", "birth date", "birthday", "b-day", "bday"],
        r"(?ix)\b(?:
            \d{1,2}[\ /-]\d{1,2}[\ /-](?:\d{4}|\d{2}) | \d{4}[\ /-]\d{1,2}[\ /-]\d{1,2}
            | \d{1,2}[\ /-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\ /-]\d{2,4}
            | (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\ /-]\d{1,2},?[\ /-]\d{4}
        )\b",
        check::all,
    ),
    near(
        "DrugEnforcementAgencyNumber-US",
        &["dea number", "dea registration"],
        r"\b[A-Za-z][A-Za-z9]\d{7}\b",
        check::dea,
    ),
    any(
        "EmailAddress",
        r"(?i)\b[a-z0-9][a-z0-9._%+-]*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}\b",
    ),
    near(
        "IndividualTaxIdentificationNumber-US",
        &["individual taxpayer identification number", "itin", "i.t.i.n."],
        r"\b9\d{2}[ -]?[5-9]\d[ -]?\d{4}\b",
        check::all,
    ),
    Identifier {
        name: "IpAddress",
        keywords: Keywords::None,
        pattern: r"(?i)\b(?:\d{1,3}\.){3}\d{1,3}\b|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}",
        accept: check::ip,
    },
    near(
        "LatLong",
        &["coordinate", "coordinates", "lat long", "latitude longitude", "location", "position"],
        r"-?\b\d{1,2}\.\d{3,}, ?-?\d{1,3}\.\d{3,}\b",
        check::lat_long,
    ),
    near(
        "MedicareBeneficiaryNumber-US",
        &["mbi", "medicare beneficiary"],
        r"(?x)\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]
            [AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b",
        check::all,
    ),
    near(
        "NationalDrugCode-US",
        &["national drug code", "ndc"],
        r"\b(?:\d{4}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d{1,2})\b",
        check::all,
    ),
    near("NationalIdentificationNumber-ES", DNI, r"\b\d{8}-?[A-Z]\b", check::nif),
    near(
        "NationalInsuranceNumber-GB",
        &[
            "insurance no.",
            "insurance number",
            "insurance#",
            "national insurance number",
            "nationalinsurance#",
            "nationalinsurancenumber",
            "nin",
            "nino",
        ],
        r"(?i)\b[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b",
        check::all,
    ),
    near(
        "NationalProviderId-US",
        &["hipaa", "n.p.i", "national provider", "npi"],
        r"\b[12]\d{9}\b",
        check::npi,
    ),
    near(
        "NhsNumber-GB",
        &["national health service", "NHS"],
        r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b",
        check::nhs,
    ),
    near("NieNumber-ES", TAX_ES, r"\b[XYZ]-?\d{7}-?[A-Z]\b", check::nif),
    near("NifNumber-ES", TAX_ES, r"\b\d{8}-?[A-Z]\b", check::nif),
    key("OpenSshPrivateKey", r"-----BEGIN OPENSSH PRIVATE KEY-----"),
    near("PassportNumber-US", &["passport", "travel document"], r"\b[A-Z0-9]\d{8}\b", check::all),
    key("PgpPrivateKey", r"-----BEGIN PGP PRIVATE KEY BLOCK-----"),
    phone("PhoneNumber", PHONE_BR, r"(?:\+\d|\(?\b\d)(?:[ ()./-]{0,2}\d){6,14}\b"),
    phone("PhoneNumber-BR", PHONE_BR, r"(?:\+55 ?\(?|\(?\b)[1-9]{2}\)? ?9?\d{4}[ -]?\d{4}\b"),
    phone("PhoneNumber-DE", PHONE, r"(?:\+49[ ()0-]{0,4}|\b0)[1-9](?:[ /-]?\d){5,11}\b"),
    phone("PhoneNumber-ES", PHONE, r"(?:\+34 ?|\b)[6789]\d{2}(?:[ -]?\d{2,3}){2,3}\b"),
    phone("PhoneNumber-FR", PHONE, r"(?:\+33 ?(?:\(0\))?|\b0)[1-9](?:[ .-]?\d{2}){4}\b"),
    phone("PhoneNumber-GB", PHONE, r"(?:\+44 ?(?:\(0\))?|\b0)[1-9]\d{1,4}(?:[ -]?\d{3,4}){2}\b"),
    phone("PhoneNumber-IT", PHONE, r"(?:\+39 ?|\b)[03]\d{1,3}(?:[ ./-]?\d){5,8}\b"),
    phone(
        "PhoneNumber-US",
        PHONE,
        r"(?:\+1[ .-]?\(?|\b1[ .-]\(?|\(|\b)[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?\d{4}\b",
    ),
    key("PkcsPrivateKey", r"-----BEGIN (?:RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----"),
    any("PostalCode-CA", r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b"),
    key("PuttyPrivateKey", r"PuTTY-User-Key-File-\d: "),
    near(
        "SocialInsuranceNumber-CA",
        &["canadian id", "numéro d'assurance sociale", "social insurance number", "sin"],
        r"\b\d{3}[ -]?\d{3}[ -]?\d{3}\b",
        check::luhn,
    ),
    near(
        "Ssn-ES",
        &[
            "número de la seguridad social",
            "social security no.",
            "social security number",
            "socialsecurityno#",
            "ssn",
            "ssn#",
        ],
        r"\b\d{2}[ /-]?\d{8}[ /-]?\d{2}\b",
        check::ssn_es,
    ),
    near(
        "Ssn-US",
        &["social security", "social security number", "ss#", "ssn"],
        r"\b\d{3}[ -]?\d{2}[ -]?\d{4}\b",
        check::ssn_us,
    ),
    near("VehicleIdentificationNumber", VIN, r"\b[A-HJ-NPR-Z0-9]{17}\b", check::vin),
    near("ZipCode-US", &["zip code", "zip+4"], r"\b\d{5}(?:-\d{4})?\b", check::all),
];
