"""The server's second port: what AWS's own ends speak."""

import socket
import ssl
import unittest
import urllib.error
import urllib.request

from harness import worker
from harness.server import Server


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def stats(self, trusted):
        context = ssl.create_default_context(cafile=trusted)
        with urllib.request.urlopen(f"{self.server.worker_endpoint}/_stats", context=context) as answer:
            return answer.status

    def test_the_certificate_is_trusted_by_who_was_given_it_and_by_nobody_else(self):
        self.assertEqual(self.stats(self.server.certificate.pem), 200)
        with self.assertRaises(urllib.error.URLError) as refused:
            self.stats(None)
        self.assertIsInstance(refused.exception.reason, ssl.SSLCertVerificationError)

    def test_the_server_chooses_the_cipher_that_aws_chooses(self):
        port = int(self.server.worker_endpoint.rsplit(":", 1)[1])
        context = ssl.create_default_context(cafile=self.server.certificate.pem)
        with socket.create_connection(("127.0.0.1", port)) as bare:
            with context.wrap_socket(bare, server_hostname="127.0.0.1") as wire:
                self.assertEqual((wire.version(), wire.cipher()[0]), ("TLSv1.3", "TLS_AES_128_GCM_SHA256"))

    def test_connections_are_counted_once_however_many_requests_they_carry(self):
        self.server.reset()
        sqs = worker.client("sqs", self.server, endpoint=self.server.worker_endpoint)
        for _ in range(3):
            sqs.get_queue_url(QueueName="ingest-api-a")
        sqs.close()
        self.assertEqual(self.server.stats()["requests"], {"sqs.GetQueueUrl": 3, "tls.Handshake": 1})

    def test_a_queue_has_the_address_by_which_it_was_asked_for(self):
        for server, scheme in ((self.server.endpoint, "http"), (self.server.worker_endpoint, "https")):
            sqs = worker.client("sqs", self.server, endpoint=server)
            self.assertTrue(sqs.get_queue_url(QueueName="ingest-api-a")["QueueUrl"].startswith(f"{scheme}://127"))
            sqs.close()

    def test_workers_are_sent_to_the_second_port_unless_plain_http_was_asked_for(self):
        self.assertTrue(worker.environment(self.server, 1)["AWS_ENDPOINT_URL"].startswith("https://"))
        with Server(secure=False) as plain:
            self.assertTrue(worker.environment(plain, 1)["INGEST_SOURCES_API_A_URL"].startswith("http://"))
