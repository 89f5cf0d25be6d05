"""A certification authority for tests: roots, an intermediate one, seals, seals as they must not be, and clocks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PASSPHRASE = "open sesame"
WHEN = datetime(2025, 3, 1, 8, tzinfo=UTC)  # the moment at which tests sign
TIME = f"{WHEN:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True)
class Holder:
    """A key, its certificate, and the certificates of its issuers but for the root."""

    key: Key
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...] = ()

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificate and those of its issuers."""
        return self.certificate, *self.issuers

    def write(self, folder: Path, name: str, passphrase: str = "") -> tuple[Path, Path]:
        """`name.key` and `name.pem` in the folder."""
        lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
        key, pem = folder / f"{name}.key", folder / f"{name}.pem"
        key.write_bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
        pem.write_bytes(b"".join(found.public_bytes(Encoding.PEM) for found in self.chain))
        return key, pem


def issued(
    name: str, issuer: Holder | None = None, *, may: str = "sign", key: Key | None = None,
    years: tuple[int, int] = (2020, 2040), purposes: tuple[x509.ObjectIdentifier, ...] = (),
) -> Holder:
    """A certificate that may sign, issue, encrypt, or stamp the time; without an issuer it has signed itself."""
    signs = may in ("sign", "stamp")
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test"),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])
    builder = (
        x509.CertificateBuilder().subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(own.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(datetime(years[0], 1, 1)).not_valid_after(datetime(years[1], 1, 1))
        .add_extension(x509.BasicConstraints(may == "issue", None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.KeyUsage(
            digital_signature=signs, content_commitment=signs, key_encipherment=may == "encrypt",
            data_encipherment=False, key_agreement=False, key_cert_sign=may == "issue", crl_sign=may == "issue",
            encipher_only=False, decipher_only=False,
        ), critical=True)
    )
    if issuer:
        above = issuer.key.public_key()
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=may == "stamp")
    made = builder.sign((issuer.key if issuer else own), hashes.SHA256())
    between = issuer.chain if issuer and issuer.certificate.subject != issuer.certificate.issuer else ()
    return Holder(own, made, between)


@dataclass(frozen=True)
class Authority:
    """Everyone in these tests, by name; the root's certificate stands in `root.pem` of the folder."""

    folder: Path
    holders: dict[str, Holder]

    @property
    def root(self) -> Path:
        """The certificate that is trusted."""
        return self.folder / "root.pem"

    def options(self, name: str) -> list[str]:
        """The options of `curricula sign` for a holder."""
        return ["--key", str(self.folder / f"{name}.key"), "--certificate", str(self.folder / f"{name}.pem")]


def authority(folder: Path) -> Authority:
    """The whole cast, each with key and certificates in the folder."""
    root, other = issued("Root", may="issue"), issued("Other root", may="issue")
    between = issued("Intermediate", root, may="issue")
    server, documents = ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION
    stamps = (ExtendedKeyUsageOID.TIME_STAMPING,)
    holders = {
        "root": root, "other-root": other, "intermediate": between,
        "seal": issued("Seal", between),
        "seal-rsa": issued("RSA seal", between, key=rsa.generate_private_key(65537, 3072), purposes=(documents,)),
        "partner": issued("Partner", other),
        "expired": issued("Expired seal", between, years=(2020, 2021)),
        "since-expired": issued("Seal that expired", between, years=(2020, 2024)),
        "no-signing": issued("No seal", between, may="encrypt"),
        "server": issued("Server", between, purposes=(server,)),
        "weak": issued("Weak seal", between, key=rsa.generate_private_key(65537, 2048)),
        "self-signed": issued("Self-signed seal"),
        "clock": issued("Clock", between, may="stamp", purposes=stamps),
        "clock-rsa": issued(
            "RSA clock", root, may="stamp", purposes=stamps, key=rsa.generate_private_key(65537, 2048)),
        "other-clock": issued("Other clock", other, may="stamp", purposes=stamps),
    }
    for name, holder in holders.items():
        holder.write(folder, name)
    holders["seal"].write(folder, "locked", PASSPHRASE)
    return Authority(folder, holders)
