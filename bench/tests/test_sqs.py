"""The server's SQS, seen through boto3."""

import hashlib
import http.client
import json
import struct
import threading
import unittest

from harness import worker
from harness.server import Server


class SqsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.sqs = worker.client("sqs", cls.server)

    def setUp(self):
        self.server.reset()
        self.url = self.sqs.create_queue(QueueName="q")["QueueUrl"]

    def send(self, body="body", **more):
        return self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def receive(self, **more):
        answer = self.sqs.receive_message(QueueUrl=self.url, AttributeNames=["All"], MaxNumberOfMessages=10, **more)
        return answer.get("Messages", [])

    def attributes(self):
        return self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]

    def test_a_message_that_is_not_deleted_comes_back_after_its_visibility_time_out(self):
        self.send()
        first = self.receive(VisibilityTimeout=1)
        self.assertEqual(self.receive(), [])
        second = self.receive(WaitTimeSeconds=5)
        self.assertEqual([m["Attributes"]["ApproximateReceiveCount"] for m in (*first, *second)], ["1", "2"])
        self.assertEqual(first[0]["MessageId"], second[0]["MessageId"])

    def test_a_message_can_be_given_back_at_once(self):
        self.send()
        handle = self.receive()[0]["ReceiptHandle"]
        self.assertEqual(self.attributes()["ApproximateNumberOfMessagesNotVisible"], "1")
        self.sqs.change_message_visibility(QueueUrl=self.url, ReceiptHandle=handle, VisibilityTimeout=0)
        self.assertEqual(self.attributes()["ApproximateNumberOfMessages"], "1")
        self.assertEqual(len(self.receive()), 1)

    def test_only_the_latest_receipt_handle_deletes(self):
        self.send()
        old = self.receive(VisibilityTimeout=0)[0]["ReceiptHandle"]
        new = self.receive()[0]["ReceiptHandle"]
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=old)
        self.assertEqual(self.server.stats()["queues"]["q"], 1)
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=new)
        self.assertEqual(self.server.stats()["queues"]["q"], 0)

    def test_a_batch_tells_its_failures_from_its_successes(self):
        self.send()
        handle = self.receive()[0]["ReceiptHandle"]
        answer = self.sqs.change_message_visibility_batch(
            QueueUrl=self.url,
            Entries=[
                {"Id": "good", "ReceiptHandle": handle, "VisibilityTimeout": 9},
                {"Id": "bad", "ReceiptHandle": "no such handle", "VisibilityTimeout": 9},
            ],
        )
        self.assertEqual([entry["Id"] for entry in answer["Successful"]], ["good"])
        self.assertEqual([(entry["Id"], entry["SenderFault"]) for entry in answer["Failed"]], [("bad", True)])

    def test_bodies_come_back_as_they_were_sent_in_the_order_they_were_sent(self):
        bodies = ['{"a":"b\\n"}', "tab\tquote\"ü€😀", *map(str, range(8))]
        entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)]
        sent = self.sqs.send_message_batch(QueueUrl=self.url, Entries=entries)["Successful"]
        received = self.receive()
        self.assertEqual([message["Body"] for message in received], bodies)
        expected = [hashlib.md5(body.encode()).hexdigest() for body in bodies]
        self.assertEqual([entry["MD5OfMessageBody"] for entry in sent], expected)
        self.assertEqual([message["MD5OfBody"] for message in received], expected)

    def test_attributes_come_back_when_asked_for_with_the_digest_that_clients_verify(self):
        attributes = {
            "error_kind": {"DataType": "String", "StringValue": "über"},
            "attempts": {"DataType": "Number", "StringValue": "5"},
            "blob": {"DataType": "Binary", "BinaryValue": b"\x00\x01"},
        }
        sent = self.send(MessageAttributes=attributes)
        self.assertEqual(sent["MD5OfMessageAttributes"], digest(attributes))
        self.assertNotIn("MessageAttributes", self.receive(VisibilityTimeout=0)[0])
        some = self.receive(VisibilityTimeout=0, MessageAttributeNames=["attempts", "none.*"])[0]
        self.assertEqual(some["MessageAttributes"], {"attempts": attributes["attempts"]})
        self.assertEqual(some["MD5OfMessageAttributes"], digest(some["MessageAttributes"]))
        prefix = self.receive(VisibilityTimeout=0, MessageAttributeNames=["error.*"])[0]
        self.assertEqual(prefix["MessageAttributes"], {"error_kind": attributes["error_kind"]})
        every = self.receive(MessageAttributeNames=["All"])[0]
        self.assertEqual(every["MessageAttributes"], attributes)
        self.assertEqual(every["MD5OfMessageAttributes"], digest(attributes))

    def test_a_delayed_message_is_waited_for(self):
        self.send(DelaySeconds=1)
        self.assertEqual(self.receive(), [])
        self.assertEqual(len(self.receive(WaitTimeSeconds=5)), 1)

    def test_a_long_poll_ends_as_soon_as_a_message_arrives(self):
        received = []
        poll = threading.Thread(target=lambda: received.extend(self.receive(WaitTimeSeconds=20)))
        poll.start()
        self.send()
        poll.join(timeout=5)
        self.assertEqual(len(received), 1)

    def test_a_long_poll_whose_client_has_hung_up_takes_no_message(self):
        abandoned = http.client.HTTPConnection("127.0.0.1", self.server.port)
        wish = json.dumps({"QueueUrl": self.url, "WaitTimeSeconds": 20})
        abandoned.request("POST", "/", wish, {"X-Amz-Target": "AmazonSQS.ReceiveMessage"})
        abandoned.close()
        self.send()
        self.assertEqual(len(self.receive(WaitTimeSeconds=5)), 1)

    def test_a_queue_that_does_not_exist_is_named_as_such(self):
        with self.assertRaises(self.sqs.exceptions.QueueDoesNotExist):
            self.sqs.get_queue_url(QueueName="none")


def digest(attributes):
    """As the SQS documentation defines it, written apart from the server's."""

    def field(value):
        return struct.pack(">I", len(value)) + value

    whole = b""
    for name in sorted(attributes):
        attribute = attributes[name]
        whole += field(name.encode()) + field(attribute["DataType"].encode())
        if "BinaryValue" in attribute:
            whole += b"\x02" + field(attribute["BinaryValue"])
        else:
            whole += b"\x01" + field(attribute["StringValue"].encode())
    return hashlib.md5(whole).hexdigest()
