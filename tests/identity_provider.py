"""An identity provider of SAML 2.0: metadata, and responses that it signs and encrypts.

Signatures are made by signxml, which canonicalizes by lxml (libxml2): neither has anything in
common with what verifies them.
"""

import base64
import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from lxml import etree
from signxml import CanonicalizationMethod, XMLSigner, methods

AUDIENCE = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
NAMESPACES = {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"


class LegacySigner(XMLSigner):
    """Signs by SHA-1, as old providers do and signxml would rather not."""

    def check_deprecated_methods(self):
        pass


class IdentityProvider:
    def __init__(self, entity_id="https://idp.example.com/saml", now=None, key=None):
        self.entity_id = entity_id
        self.now = now or datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
        self.key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.com")])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - datetime.timedelta(days=1))
            .not_valid_after(self.now + datetime.timedelta(days=3650))
            .sign(self.key, hashes.SHA256())
        )

    def certificate_pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def metadata(self, until=None):
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        until = f' validUntil="{until}"' if until else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" '
            f'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{self.entity_id}"{until}>\n'
            "  <!-- An identity provider. -->\n"
            '  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" '
            'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">\n'
            '    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n'
            f"{base64.encodebytes(der).decode()}"
            "    </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>\n"
            '    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" '
            'Location="https://idp.example.com/sso"/>\n'
            "  </md:IDPSSODescriptor>\n"
            "</md:EntityDescriptor>\n"
        )

    def time(self, seconds):
        return (self.now + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def response(
        self,
        attributes,
        sign="assertion",
        algorithm="rsa-sha256",
        digest="sha256",
        subject="ann",
        audience=AUDIENCE,
        recipient=AUDIENCE,
        status=SUCCESS,
        seconds=300,
        issued=0,
        not_before=0,
        session_seconds=None,
        issuer=None,
        encrypt_for=None,
        cipher="aes256-gcm",
    ):
        """A response as base64. `attributes` are lists of values by their whole names."""
        issuer = issuer or self.entity_id
        values = "".join(
            f'<saml:Attribute Name="{name}">'
            + "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
            + "</saml:Attribute>"
            for name, values in attributes.items()
        )
        ends = f' SessionNotOnOrAfter="{self.time(session_seconds)}"' if session_seconds else ""
        assertion = etree.fromstring(
            f'<saml:Assertion xmlns:saml="{NAMESPACES["saml"]}" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
            f'ID="_assertion1" Version="2.0" IssueInstant="{self.time(issued)}">'
            f"<saml:Issuer>{issuer}</saml:Issuer>"
            f'<saml:Subject><saml:NameID Format="{PERSISTENT}">{subject}</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData Recipient="{recipient}" '
            f'NotOnOrAfter="{self.time(seconds)}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{self.time(not_before)}" '
            f'NotOnOrAfter="{self.time(seconds)}"><saml:AudienceRestriction>'
            f"<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
            f'</saml:Conditions><saml:AuthnStatement AuthnInstant="{self.time(0)}"{ends}>'
            "<saml:AuthnContext><saml:AuthnContextClassRef>"
            "urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>"
            "</saml:AuthnContext></saml:AuthnStatement>"
            f"<saml:AttributeStatement>{values}</saml:AttributeStatement></saml:Assertion>"
        )
        if sign in ("assertion", "both"):
            assertion = self.sign(assertion, "_assertion1", algorithm, digest)
        response = etree.fromstring(
            f'<samlp:Response xmlns:samlp="{NAMESPACES["samlp"]}" '
            f'xmlns:saml="{NAMESPACES["saml"]}" ID="_response1" Version="2.0" '
            f'IssueInstant="{self.time(issued)}"><saml:Issuer>{issuer}</saml:Issuer>'
            f'<samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status></samlp:Response>'
        )
        if encrypt_for is not None:
            assertion = encrypt(assertion, encrypt_for, cipher)
        response.append(assertion)
        if sign in ("response", "both"):
            response = self.sign(response, "_response1", algorithm, digest)
        return base64.b64encode(etree.tostring(response)).decode()

    def sign(self, element, element_id, algorithm, digest):
        signer = LegacySigner(
            method=methods.enveloped,
            signature_algorithm=algorithm,
            digest_algorithm=digest,
            c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
        )
        return signer.sign(
            element, key=self.key, cert=self.certificate_pem().decode(), reference_uri=element_id
        )


def encrypt(assertion, public_key, cipher):
    """An assertion as only the holder of a private key reads it."""
    plain = etree.tostring(assertion)
    content_key = os.urandom(32 if "256" in cipher else 16)
    if cipher.endswith("gcm"):
        namespace = "http://www.w3.org/2009/xmlenc11#"
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(content_key).encrypt(nonce, plain, None)
    else:
        namespace = "http://www.w3.org/2001/04/xmlenc#"
        iv = os.urandom(16)
        count = 16 - len(plain) % 16
        padded = plain + os.urandom(count - 1) + bytes([count])
        encryptor = Cipher(algorithms.AES(content_key), modes.CBC(iv)).encryptor()
        sealed = iv + encryptor.update(padded) + encryptor.finalize()
    oaep = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    wrapped = public_key.encrypt(content_key, oaep)
    text = (
        f'<saml:EncryptedAssertion xmlns:saml="{NAMESPACES["saml"]}">'
        '<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" '
        'Type="http://www.w3.org/2001/04/xmlenc#Element">'
        f'<xenc:EncryptionMethod Algorithm="{namespace}{cipher}"/>'
        f'<ds:KeyInfo xmlns:ds="{NAMESPACES["ds"]}"><xenc:EncryptedKey><xenc:EncryptionMethod '
        'Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/><xenc:CipherData>'
        f"<xenc:CipherValue>{base64.b64encode(wrapped).decode()}</xenc:CipherValue>"
        "</xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData>"
        f"<xenc:CipherValue>{base64.b64encode(sealed).decode()}</xenc:CipherValue>"
        "</xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>"
    )
    return etree.fromstring(text)
