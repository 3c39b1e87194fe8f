"""The server's DynamoDB, seen through boto3."""

import unittest

from botocore.exceptions import ClientError

from harness import worker
from harness.server import Server

TABLE = "lake-objects"


class DynamoDbTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.dynamodb = worker.client("dynamodb", cls.server)

    def setUp(self):
        self.server.reset()

    def put(self, id_, condition=None, **attributes):
        item = {"id": {"S": id_}, **attributes}
        conditions = {"ConditionExpression": condition} if condition else {}
        self.dynamodb.put_item(TableName=TABLE, Item=item, **conditions)

    def item(self, id_):
        return self.dynamodb.get_item(TableName=TABLE, Key={"id": {"S": id_}}).get("Item")

    def update(self, id_, seen):
        self.dynamodb.update_item(
            TableName=TABLE,
            Key={"id": {"S": id_}},
            UpdateExpression="SET #version = :next, #state = :state REMOVE #owner",
            ConditionExpression="#version = :seen AND #ttl >= :now",
            ExpressionAttributeNames={"#version": "version", "#state": "state", "#owner": "owner", "#ttl": "ttl"},
            ExpressionAttributeValues={":next": {"N": str(seen + 1)}, ":seen": {"N": str(seen)}, ":now": {"N": "50"},
                                       ":state": {"S": "DONE"}},
        )

    def claims(self, *ids):
        put = {
            "TableName": TABLE,
            "ConditionExpression": "attribute_not_exists(#id) OR #ttl < :now",
            "ExpressionAttributeNames": {"#id": "id", "#ttl": "ttl"},
            "ExpressionAttributeValues": {":now": {"N": "50"}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        return [{"Put": {**put, "Item": {"id": {"S": id_}, "ttl": {"N": "100"}}}} for id_ in ids]

    def refusal(self, call, *arguments, **named):
        with self.assertRaises(ClientError) as refused:
            call(*arguments, **named)
        return refused.exception.response

    def test_a_change_that_somebody_else_was_faster_with_is_refused_and_changes_nothing(self):
        self.put("a", version={"N": "1"}, ttl={"N": "100"}, owner={"S": "one"})
        self.update("a", seen=1)
        refused = self.refusal(self.update, "a", seen=1)
        self.assertEqual(refused["Error"]["Code"], "ConditionalCheckFailedException")
        changed = {"id": {"S": "a"}, "version": {"N": "2"}, "ttl": {"N": "100"}, "state": {"S": "DONE"}}
        self.assertEqual(self.item("a"), changed)

    def test_a_row_whose_time_is_over_fails_a_condition_on_it(self):
        self.put("a", version={"N": "1"}, ttl={"N": "9"})
        self.assertEqual(self.refusal(self.update, "a", seen=1)["Error"]["Code"], "ConditionalCheckFailedException")

    def test_what_is_not_there_can_be_put_once(self):
        self.put("a", "attribute_not_exists(id)")
        refused = self.refusal(self.put, "a", "attribute_not_exists(id)")
        self.assertEqual(refused["Error"]["Code"], "ConditionalCheckFailedException")

    def test_a_transaction_of_which_one_write_is_refused_writes_nothing_and_shows_who_is_there(self):
        self.put("taken", ttl={"N": "100"}, group={"S": "other"})
        self.put("old", ttl={"N": "9"})
        refused = self.refusal(self.dynamodb.transact_write_items, TransactItems=self.claims("old", "taken", "free"))
        self.assertEqual(refused["Error"]["Code"], "TransactionCanceledException")
        reasons = refused["CancellationReasons"]
        self.assertEqual([reason["Code"] for reason in reasons], ["None", "ConditionalCheckFailed", "None"])
        self.assertEqual(reasons[1]["Item"]["group"], {"S": "other"})
        self.assertIsNone(self.item("free"))
        self.dynamodb.transact_write_items(TransactItems=self.claims("old", "free"))
        self.assertEqual(self.item("old")["ttl"], {"N": "100"})

    def test_the_index_holds_what_has_its_attributes_in_their_order(self):
        for id_, since in (("late", "3"), ("early", "1"), ("future", "9")):
            self.put(id_, open={"S": "bundle"}, since={"S": since})
        self.put("closed", since={"S": "2"})
        found = self.dynamodb.query(
            TableName=TABLE,
            IndexName="open-bundles",
            KeyConditionExpression="#open = :open AND #since < :before",
            ExpressionAttributeNames={"#open": "open", "#since": "since"},
            ExpressionAttributeValues={":open": {"S": "bundle"}, ":before": {"S": "5"}},
        )
        self.assertEqual([item["id"]["S"] for item in found["Items"]], ["early", "late"])

    def test_an_expression_that_is_not_understood_is_refused(self):
        refused = self.refusal(self.put, "a", "contains(id, id)")
        self.assertEqual(refused["Error"]["Code"], "ValidationException")

    def test_a_table_that_nobody_has_is_refused(self):
        refused = self.refusal(self.dynamodb.describe_table, TableName="none")
        self.assertEqual(refused["Error"]["Code"], "ResourceNotFoundException")
