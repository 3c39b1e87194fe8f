package bench.server;

import java.util.Map;

/** Secrets Manager that has every secret asked for, always with the same user and password. */
final class Secrets {
    String answer(String action, Map<String, Object> input) {
        if (!action.equals("GetSecretValue")) {
            throw new ServiceException(400, "InvalidRequestException", "no operation " + action);
        }
        Object id = input.get("SecretId");
        return Json.text(Map.of(
                "ARN",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:" + id,
                "Name",
                String.valueOf(id),
                "VersionId",
                "00000000-0000-0000-0000-000000000001",
                "SecretString",
                "{\"username\":\"test\",\"password\":\"test\"}"));
    }
}
