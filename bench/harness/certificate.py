"""The certificate of the server: made with the JDK's keytool, trusted by nobody but the workers."""

import subprocess
from pathlib import Path

PASSWORD = "benchmark"


class Certificate:
    """A key with a self-signed certificate for 127.0.0.1, in a folder; made there by whoever comes first."""

    def __init__(self, folder):
        self.keys = Path(folder) / "keys.p12"
        self.pem = Path(folder) / "certificate.pem"
        self.trusted = Path(folder) / "trusted.p12"
        if not self.trusted.exists():
            self._make()

    @property
    def java_options(self):
        return f"-Djavax.net.ssl.trustStore={self.trusted} -Djavax.net.ssl.trustStorePassword={PASSWORD}"

    def _make(self):
        self.keys.parent.mkdir(parents=True, exist_ok=True)
        self.keys.unlink(missing_ok=True)
        # RSA of 2048 bits, as the certificates of AWS have.
        keytool("-genkeypair", "-keystore", self.keys, "-keyalg", "RSA", "-keysize", "2048", "-validity", "3650",
                "-dname", "CN=bench", "-ext", "san=ip:127.0.0.1")
        keytool("-exportcert", "-keystore", self.keys, "-rfc", "-file", self.pem)
        keytool("-importcert", "-keystore", self.trusted, "-file", self.pem, "-noprompt")


def keytool(action, *options):
    command = ["keytool", action, "-alias", "bench", "-storetype", "PKCS12", "-storepass", PASSWORD, *map(str, options)]
    subprocess.run(command, check=True, capture_output=True)
