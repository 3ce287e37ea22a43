//! What the identifiers find, and what policies are.
//!
//! The numbers are public examples of their issuers, or made by their rule.

use super::detect::{Detector, spans};
use super::identifiers::{BUILT, Known, find};
use super::policy;

/// What the identifier finds in a text.
fn found<'a>(name: &str, text: &'a str) -> Vec<&'a str> {
    let Known::Built(identifier) = find(name) else { panic!("{name} is not built") };
    let spans = Detector::Managed(identifier).find(text);
    spans.into_iter().map(|span| &text[span]).collect()
}

#[test]
fn every_pattern_compiles_and_names_are_in_order() {
    for identifier in BUILT {
        assert!(found(identifier.name, "").is_empty(), "{}", identifier.name);
    }
    assert!(BUILT.is_sorted_by_key(|it| it.name));
}

#[test]
fn data_is_found_where_its_keyword_is_near() {
    for (name, text, data) in [
        (
            "AwsSecretKey",
            "secret key: aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n.",
            "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6kL9n",
        ),
        ("BankAccountNumber-DE", "IBAN DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
        ("BankAccountNumber-ES", "iban: ES9121000418450200051332", "ES9121000418450200051332"),
        ("BankAccountNumber-FR", "iban FR1420041010050500013M02606", "FR1420041010050500013M02606"),
        ("BankAccountNumber-GB", "account_number GB82WEST12345698765432", "GB82WEST12345698765432"),
        ("BankAccountNumber-IT", "iban IT60X0542811101000000123456", "IT60X0542811101000000123456"),
        ("BankAccountNumber-US", "checking account 000123456789", "000123456789"),
        ("CepCode-BR", "CEP 01310-100", "01310-100"),
        ("Cnpj-BR", "CNPJ 11.222.333/0001-81", "11.222.333/0001-81"),
        ("CpfCode-BR", "cpf 111.444.777-35", "111.444.777-35"),
        ("CreditCardExpiration", "expiry 09/28", "09/28"),
        ("CreditCardNumber", r#"{"cardNumber":"4539148803436467"}"#, "4539148803436467"),
        ("CreditCardNumber", "visa 4539-1488-0343-6467 12", "4539-1488-0343-6467"),
        ("CreditCardNumber", "card, 12 4539148803436467", "4539148803436467"),
        ("CreditCardSecurityCode", "cvv: 123", "123"),
        ("DateOfBirth", "born, date of birth 1980-02-29", "1980-02-29"),
        ("DateOfBirth", "dob: 29 February 1980", "29 February 1980"),
        ("DrugEnforcementAgencyNumber-US", "DEA number AB1234563", "AB1234563"),
        ("EmailAddress", "to: jane.doe+x@mail.example.co.uk.", "jane.doe+x@mail.example.co.uk"),
        ("IndividualTaxIdentificationNumber-US", "ITIN 912-70-1234", "912-70-1234"),
        ("IpAddress", "from 10.0.0.7.", "10.0.0.7"),
        ("IpAddress", "from 2001:db8::1 on", "2001:db8::1"),
        ("LatLong", "location 41.948614,-87.655311", "41.948614,-87.655311"),
        ("MedicareBeneficiaryNumber-US", "MBI 1EG4-TE5-MK73", "1EG4-TE5-MK73"),
        ("NationalDrugCode-US", "NDC 0777-3105-02", "0777-3105-02"),
        ("NationalIdentificationNumber-ES", "DNI 12345678Z", "12345678Z"),
        ("NationalInsuranceNumber-GB", "nino AB 12 34 56 C", "AB 12 34 56 C"),
        ("NationalProviderId-US", "NPI 1234567893", "1234567893"),
        ("NhsNumber-GB", "NHS 943 476 5919", "943 476 5919"),
        ("NieNumber-ES", "NIE X1234567L", "X1234567L"),
        ("NifNumber-ES", "nif 12345678Z", "12345678Z"),
        ("PassportNumber-US", "passport 123456789", "123456789"),
        ("PhoneNumber", "+4915112345678", "+4915112345678"),
        ("PhoneNumber-BR", "telefone 11 91234-5678", "11 91234-5678"),
        ("PhoneNumber-DE", "+49 30 1234567", "+49 30 1234567"),
        ("PhoneNumber-ES", "+34 612 345 678", "+34 612 345 678"),
        ("PhoneNumber-FR", "tel 01 23 45 67 89", "01 23 45 67 89"),
        ("PhoneNumber-GB", "+44 20 7946 0958", "+44 20 7946 0958"),
        ("PhoneNumber-IT", "+39 06 1234567", "+39 06 1234567"),
        ("PhoneNumber-US", "call my cell (425) 555-0142", "(425) 555-0142"),
        ("PhoneNumber-US", "+1 425 555 0142", "+1 425 555 0142"),
        ("PostalCode-CA", "Ottawa K1A 0B1", "K1A 0B1"),
        ("SocialInsuranceNumber-CA", "SIN 046 454 286", "046 454 286"),
        ("Ssn-ES", "social security number 28/12345678/40", "28/12345678/40"),
        ("Ssn-US", "ssn: 123-45-6789", "123-45-6789"),
        ("VehicleIdentificationNumber", "VIN 1HGCM82633A004352", "1HGCM82633A004352"),
        ("ZipCode-US", "zip code 98101-1234", "98101-1234"),
    ] {
        assert_eq!(found(name, text), [data], "{name} in {text}");
    }
}

#[test]
fn one_stands_beside_the_other() {
    let text = "cards 5425123456789011 4539148803436467,374512345678900";
    let text = text.replace("cards", "card");
    let cards = ["5425123456789011", "4539148803436467", "374512345678900"];
    assert_eq!(found("CreditCardNumber", &text)[..2], cards[..2]);
    let text = format!("visa {}", cards.join(" visa "));
    assert_eq!(found("CreditCardNumber", &text), cards);
}

#[test]
fn private_keys_are_found_as_a_whole() {
    for (name, first, last) in [
        (
            "OpenSshPrivateKey",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "-----END OPENSSH PRIVATE KEY-----",
        ),
        (
            "PgpPrivateKey",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----",
            "-----END PGP PRIVATE KEY BLOCK-----",
        ),
        ("PkcsPrivateKey", "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"),
        ("PkcsPrivateKey", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"),
        ("PuttyPrivateKey", "PuTTY-User-Key-File-3: ssh-ed25519", "Private-MAC: 0af1"),
    ] {
        let key = format!("{first}\nb3BlbnNzaC1rZXk\n{last}");
        let text = format!("see {key}\nthere");
        assert_eq!(found(name, &text), [key], "{name}");
    }
    assert_eq!(found("PkcsPrivateKey", "-----BEGIN CERTIFICATE-----"), [""; 0]);
}

#[test]
fn what_only_looks_so_is_none() {
    let far = format!("ssn {} 123-45-6789", ".".repeat(40));
    for (name, text) in [
        // Neither a keyword …
        ("Ssn-US", "number 123-45-6789"),
        ("CreditCardNumber", "number 4539148803436467"),
        ("PhoneNumber-US", "425 555 0142"),
        // … nor one that is a word of its own, or near.
        ("CreditCardNumber", "discard 4539148803436467"),
        ("Ssn-US", &far),
        // Check digits, ranges, public test numbers.
        ("CreditCardNumber", "card 4539148803436468"),
        ("CreditCardNumber", "card 4111111111111111"),
        ("CreditCardNumber", "card 9539148803436462"),
        ("Ssn-US", "ssn 666-45-6789"),
        ("Ssn-US", "ssn 123-00-6789"),
        ("BankAccountNumber-DE", "iban DE88370400440532013000"),
        ("CpfCode-BR", "cpf 111.111.111-11"),
        ("NifNumber-ES", "nif 12345678A"),
        ("NhsNumber-GB", "nhs 9434765918"),
        ("IpAddress", "version 1.2.3.4.5, 300.1.1.1, at 12:30:45, std::fmt"),
        ("EmailAddress", "a @ b.c, user@host, @b.com"),
        ("AwsSecretKey", "secret key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("LatLong", "location 95.948614,-87.655311"),
        ("VehicleIdentificationNumber", "vin 1HGCM82633A0O4352"),
    ] {
        assert_eq!(found(name, text), [""; 0], "{name} in {text}");
    }
}

#[test]
fn several_findings_are_one_span_where_they_overlap() {
    let detectors: Vec<_> = ["NifNumber-ES", "NationalIdentificationNumber-ES", "EmailAddress"]
        .into_iter()
        .map(|name| match find(name) {
            Known::Built(identifier) => Detector::Managed(identifier),
            _ => panic!("{name}"),
        })
        .collect();
    let text = "a@b.cd, nif/dni 12345678Z, c@d.ef";
    let all = spans(&detectors, text);
    let texts: Vec<_> = all.into_iter().map(|span| &text[span]).collect();
    assert_eq!(texts, ["a@b.cd", "12345678Z", "c@d.ef"]);
}

fn policy_of(statement: &str) -> String {
    format!(r#"{{"Name":"n","Version":"2021-06-01","Statement":[{statement}]}}"#)
}

fn statement(direction: &str, identifier: &str, operation: &str) -> String {
    let arn = "arn:aws:dataprotection::aws:data-identifier/";
    let prefix = if identifier.contains("own") { "" } else { arn };
    let who = r#""Principal":["*"]"#;
    let what = format!(r#""DataIdentifier":["{prefix}{identifier}"]"#);
    format!(r#"{{"DataDirection":"{direction}",{who},{what},"Operation":{operation}}}"#)
}

#[test]
fn policies_are_refused_for_what_is_wrong_with_them() {
    let audit = r#"{"Audit":{"SampleRate":"99","FindingsDestination":{"S3":{"Bucket":"b"}}}}"#;
    let good = statement("Inbound", "Ssn-US", r#"{"Deny":{}}"#);
    assert!(policy::parse(&policy_of(&good)).is_ok());
    assert!(policy::parse(&policy_of(&statement("Inbound", "Ssn-US", audit))).is_ok());
    let logs = audit.replace(r#""S3":{"Bucket":"b"}"#, r#""CloudWatchLogs":{"LogGroup":"g"}"#);
    let twice = [audit, audit].map(|it| statement("Inbound", "Ssn-US", it)).join(",");
    for (text, words) in [
        ("{".to_owned(), "failed to parse JSON"),
        (policy_of(&good).replace("2021-06-01", "2012-10-17"), "Version must be"),
        (policy_of(&good).replace(r#""Name":"n","#, ""), "Name is required"),
        (policy_of(""), "Statement must be"),
        (policy_of(&good.replace("Inbound", "Both")), "DataDirection"),
        (policy_of(&good.replace(r#"["*"]"#, r#"["ann"]"#)), "no IAM principal"),
        (policy_of(&good.replace("Ssn-US", "Ssn-XX")), "there is no data identifier"),
        (policy_of(&good.replace("Ssn-US", "Name")), "NotImplemented"),
        (policy_of(&good.replace("Ssn-US", "DriversLicense-US")), "NotImplemented"),
        (policy_of(&statement("Inbound", "own", r#"{"Deny":{}}"#)), "of this policy"),
        (policy_of(&statement("Outbound", "Ssn-US", audit)), "Deny only"),
        (policy_of(&statement("Inbound", "Ssn-US", &audit.replace("99", "100"))), "SampleRate"),
        (policy_of(&statement("Inbound", "Ssn-US", &logs)), "NotImplemented"),
        (policy_of(&twice), "at most one statement"),
        (policy_of(&statement("Inbound", "Ssn-US", r#"{"Deidentify":{}}"#)), "either MaskConfig"),
        (policy_of(&statement("Inbound", "Ssn-US", r#"{"Deny":{},"Audit":{}}"#)), "one Operation"),
        (format!("{}{}", policy_of(&good), " ".repeat(30_720)), "30720"),
    ] {
        let error = policy::parse(&text).unwrap_err().to_string();
        assert!(error.contains(words), "{text}: {error}");
    }
}

#[test]
fn custom_identifiers_have_names_and_bounded_expressions() {
    let with = |name: &str, regex: &str| {
        let text = policy_of(&statement("Inbound", "own-id", r#"{"Deny":{}}"#));
        let custom = format!(r#"{{"Name":"{name}","Regex":"{regex}"}}"#);
        text.replace(
            r#""Statement""#,
            &format!(r#""Configuration":{{"CustomDataIdentifier":[{custom}]}},"Statement""#),
        )
    };
    assert!(policy::parse(&with("own-id", r"EID-\\d{9}-US")).is_ok());
    for (name, regex) in [
        ("own id", "a"),
        ("Ssn-US", "a"),
        ("own-id", ""),
        ("own-id", "["),
        ("own-id", "a*"),
        ("own-id", "(a)"),
        ("own-id", r"[a-z]{1,9}{999}{999}"),
        ("other", "a"),
    ] {
        assert!(policy::parse(&with(name, regex)).is_err(), "{name} {regex}");
    }
}

#[test]
fn a_session_is_named_by_its_role() {
    let text = policy_of(&statement("Inbound", "Ssn-US", r#"{"Deny":{}}"#))
        .replace('*', "arn:aws:iam::111111111111:role/publisher");
    let policy = policy::parse(&text).expect("it is a policy");
    let counts = [
        "arn:aws:sts::111111111111:assumed-role/publisher/s",
        "arn:aws:iam::111111111111:role/publisher",
        "arn:aws:sts::111111111111:assumed-role/other/s",
        "arn:aws:iam::111111111111:root",
    ]
    .map(|caller| policy.concerning(policy::Direction::Inbound, caller).count());
    assert_eq!(counts, [1, 1, 0, 0]);
}
